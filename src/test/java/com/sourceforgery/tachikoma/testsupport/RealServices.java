package com.sourceforgery.tachikoma.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Real PostgreSQL and RabbitMQ for a test class: a database (migrated, empty) and a virtual host of its own, each made
 * when first asked for and dropped after the class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RealServices services = new RealServices();
 * }</pre>
 *
 * The servers are started when first needed. {@code bin/test} names a folder for them (environment variable {@code
 * TEST_SERVICES}) and stops them at its end; else they live as long as this JVM: a test can be run from an IDE as it is.
 * All tests of a JVM share them, so a test that kills one brings it back itself. What a test awaits of them may take two
 * minutes, because the machine may be busy; a test names a longer time where it needs one.
 */
public final class RealServices implements AfterAllCallback {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    static {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }

    private final String name = "test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
    private final List<PrivatePostfix> postfixes = new ArrayList<>();
    private boolean hasDatabase;
    private boolean hasVirtualHost;

    /** URL of this class's database, in the form of the setting {@code SQL_URL}. */
    public String sqlUrl() {
        makeDatabase();
        return postgres().url(name);
    }

    /** URL of this class's virtual host, in the form of the setting {@code MQ_URL}. */
    public String mqUrl() {
        makeVirtualHost();
        return rabbit().url(name);
    }

    /** This class's database, a new connection at each call; may be had before it is made. */
    public DataSource dataSource() {
        return new DelegatingDataSource() {
            @Override
            protected DataSource obtainTargetDataSource() {
                makeDatabase();
                return postgres().dataSource(name);
            }
        };
    }

    /** The queues of this class's virtual host as the management API tells them, a JSON array. */
    public String queues() {
        makeVirtualHost();
        return rabbit().call("GET", "/queues/" + name);
    }

    /** The server behind {@link #sqlUrl()}, to be killed and restarted. */
    public PrivatePostgres postgres() {
        return Postgres.SERVER;
    }

    /** The server behind {@link #mqUrl()}, to be killed, restarted and emptied. */
    public PrivateRabbit rabbit() {
        return Rabbit.SERVER;
    }

    /** A new Postfix; started by the test with its next hop, stopped after the class. */
    public synchronized PrivatePostfix postfix() {
        PrivatePostfix postfix = new PrivatePostfix(Home.FOLDER.resolve("postfix-" + name + "-" + postfixes.size()));
        postfixes.add(postfix);
        return postfix;
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        postfixes.forEach(PrivateService::stop);
        postfixes.clear();
        if (hasDatabase) {
            postgres().drop(name);
            hasDatabase = false;
        }
        if (hasVirtualHost) {
            rabbit().drop(name);
            hasVirtualHost = false;
        }
    }

    private synchronized void makeDatabase() {
        if (!hasDatabase) {
            postgres().create(name);
            hasDatabase = true;
        }
    }

    private synchronized void makeVirtualHost() {
        if (!hasVirtualHost) {
            rabbit().create(name);
            hasVirtualHost = true;
        }
    }

    private static final class Postgres {
        static final PrivatePostgres SERVER = new PrivatePostgres(Home.FOLDER.resolve("postgres"));

        static {
            SERVER.start();
        }
    }

    private static final class Rabbit {
        static final PrivateRabbit SERVER = new PrivateRabbit(Home.FOLDER.resolve("rabbitmq"));

        static {
            SERVER.start();
        }
    }

    private static final class Home {
        static final Path FOLDER = find();

        private static Path find() {
            String given = System.getenv("TEST_SERVICES");
            if (given != null) {
                return Path.of(given, "fork-" + System.getProperty("fork", "1"));
            }
            try {
                Path folder = Files.createTempDirectory("tachikoma-services");
                PrivateService.guard(folder);
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
