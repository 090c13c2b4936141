package com.sourceforgery.tachikoma.webserver;

import com.sourceforgery.tachikoma.account.AccountSetup;
import com.sourceforgery.tachikoma.broker.Broker;
import com.sourceforgery.tachikoma.broker.Topology;
import com.sourceforgery.tachikoma.config.Home;
import com.sourceforgery.tachikoma.config.Settings;
import com.sourceforgery.tachikoma.database.Database;
import com.sourceforgery.tachikoma.database.SlowStatements;
import com.sourceforgery.tachikoma.database.Statements;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command-and-control server: gRPC and HTTP on one port, PostgreSQL and RabbitMQ behind it. */
public final class WebserverRole implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebserverRole.class);

    private final int port;
    private final HikariDataSource dataSource;
    private final Broker broker;
    private final Main main;

    private WebserverRole(Settings all, Map<String, String> overrides) {
        WebserverSettings settings = WebserverSettings.read(all);
        port = settings.port();
        dataSource = Database.open(settings.sqlUrl(), settings.databaseConnections());
        Database.migrate(dataSource);
        mendRestoredEvents(dataSource);
        AccountSetup accounts = new AccountSetup(dataSource);
        accounts.makeMissing(settings.mailDomains(), new TokenPrinter(settings.tokenFile(), System.out)::show);
        broker = new Broker(settings.mqUrl());
        accounts.accountIds().forEach(id -> broker.topology().keep(Topology.outgoingOf(id)));
        broker.topology().keep(Topology.hits());
        main = new Main();
        main.setInitialProperties(properties(all, settings));
        overrides.forEach(main::addOverrideProperty);
        WebserverVertx.bind(main, TlsSettings.of(all));
        main.init();
        WebserverBeans.bind(
                main,
                settings,
                settings.timeDatabaseQueries() ? SlowStatements.timed(dataSource, settings.slowMillis()) : dataSource,
                broker);
        hangFrontDoor();
    }

    private void hangFrontDoor() {
        try {
            main.getCamelContext().addStartupListener((context, started) -> FrontDoor.at(port, context));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void mendRestoredEvents(DataSource dataSource) {
        Object changed = new Statements(dataSource)
                .query("maintain-restored", Map.of())
                .get(0)
                .get("changed");
        if (((Number) changed).longValue() > 0) {
            LOG.warn("The database was restored from a dump: {} rows got a new place in the order of events", changed);
        }
    }

    /**
     * Starts a webserver in this process and returns when it serves.
     *
     * @param overrides Camel and {@code tachikoma.*} properties that win over {@code application.properties}
     * @throws com.sourceforgery.tachikoma.config.SettingException when a setting is missing or cannot be read
     */
    public static WebserverRole start(Settings settings, Map<String, String> overrides) {
        WebserverRole role = new WebserverRole(settings, overrides);
        role.main.start();
        return role;
    }

    private static Properties properties(Settings all, WebserverSettings settings) {
        Properties properties = new Properties();
        properties.setProperty(
                "camel.main.routesIncludePattern",
                "classpath:camel/errors.camel.yaml," + Home.routeFiles(all, "routes"));
        properties.setProperty("camel.server.host", settings.address());
        properties.setProperty("camel.server.port", Integer.toString(settings.port()));
        properties.setProperty("camel.management.host", settings.managementAddress());
        properties.setProperty("camel.management.port", Integer.toString(settings.managementPort()));
        properties.setProperty("tachikoma.listen", settings.address() + ":" + settings.port());
        properties.setProperty("tachikoma.webserver-id", UUID.randomUUID().toString());
        return properties;
    }

    /** The port of gRPC and HTTP. */
    public int port() {
        return port;
    }

    /** Stops as an upgrade does: what is under way ends, what is in hand goes back. */
    public void stop() {
        main.stop();
        broker.close();
        dataSource.close();
    }

    @Override
    public void close() {
        stop();
    }
}
