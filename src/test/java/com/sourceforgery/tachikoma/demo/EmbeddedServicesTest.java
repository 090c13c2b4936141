package com.sourceforgery.tachikoma.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServicesTest {
    @TempDir
    Path folder;

    @Test
    void theBrokerTakesAPersistentMessageAndConfirmsIt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Connection connection = connect(broker);
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.queueDeclare("greetings", true, false, false, null);
            channel.basicPublish("", "greetings", true, null, "hello".getBytes());
            channel.waitForConfirmsOrDie(10_000);
            assertEquals("hello", new String(channel.basicGet("greetings", true).getBody()));
        }
    }

    @Test
    void queueArgumentsAndExpirationAreMeantAsRabbitMqMeansThem() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Connection connection = connect(broker);
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.queueDeclare("leased", true, false, false, Map.of("x-message-ttl", 60_000, "x-max-length", 10));
            AMQP.BasicProperties expiring =
                    new AMQP.BasicProperties.Builder().expiration("60000").build();
            channel.basicPublish("", "leased", true, expiring, "lease".getBytes());
            channel.waitForConfirmsOrDie(10_000);
            assertEquals("lease", new String(channel.basicGet("leased", true).getBody()));
        }
    }

    private static Connection connect(EmbeddedBroker broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.url());
        return factory.newConnection();
    }

    @Test
    void theBrokerLeavesItsPortWhenItIsClosed() {
        EmbeddedBroker broker = EmbeddedBroker.start();
        broker.close();
        assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", broker.port()).close());
    }

    @Test
    void theDatabaseKeepsItsDataFromOneStartToTheNext() throws Exception {
        try (EmbeddedDatabase database = start()) {
            query(database, "create table kept as select 42 as answer; select answer from kept");
        }
        try (EmbeddedDatabase database = start()) {
            assertEquals(42, query(database, "select answer from kept"));
        }
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(folder.resolve("data"), folder.resolve("programs"));
    }

    private static int query(EmbeddedDatabase database, String sql) throws Exception {
        String url = database.url().replaceFirst("postgres://[^@]*@", "jdbc:postgresql://");
        try (java.sql.Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
