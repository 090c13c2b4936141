package com.sourceforgery.tachikoma.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.net.ConnectException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RealServicesIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @RegisterExtension
    static final RealServices others = new RealServices();

    @Test
    void eachTestClassHasADatabaseOfItsOwn() throws SQLException {
        execute(services, "create table only_here (id int)");

        assertNotEquals(services.sqlUrl(), others.sqlUrl());
        assertThrows(SQLException.class, () -> execute(others, "select * from only_here"));
    }

    @Test
    void aKilledDatabaseComesBackAtTheSameAddressWithWhatWasCommitted() throws SQLException {
        execute(services, "create table kept as select 42 as answer");
        String address = services.sqlUrl();

        services.postgres().kill();
        assertThrows(SQLException.class, () -> execute(services, "select 1"));
        services.postgres().start();

        assertEquals(address, services.sqlUrl());
        assertEquals(42, number("select answer from kept"));
    }

    @Test
    void aKilledBrokerComesBackAtTheSameAddress() throws Exception {
        String address = services.mqUrl();

        services.rabbit().kill();
        assertThrows(ConnectException.class, RealServicesIT::connect);
        services.rabbit().start();

        assertEquals(address, services.mqUrl());
        connect().close();
    }

    @Test
    void aBrokerThatLostEverythingHasItsVirtualHostsButNoQueue() throws Exception {
        declare("forgotten");
        assertTrue(services.queues().contains("forgotten"));

        services.rabbit().loseEverything();

        assertEquals("[]", services.queues());
        assertEquals("[]", others.queues());
    }

    private static void declare(String queue) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, Map.of());
        }
    }

    private static Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(services.mqUrl());
        return factory.newConnection();
    }

    private static void execute(RealServices where, String statement) throws SQLException {
        try (var connection = where.dataSource().getConnection();
                Statement call = connection.createStatement()) {
            call.execute(statement);
        }
    }

    private static int number(String query) throws SQLException {
        try (var connection = services.dataSource().getConnection();
                Statement call = connection.createStatement();
                ResultSet rows = call.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
