package com.sourceforgery.tachikoma.testsupport;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** The tests' own PostgreSQL; hands out databases that are copies of one that was migrated once. */
public final class PrivatePostgres extends PrivateService {
    private final String template = "template_" + ProcessHandle.current().pid();
    private boolean migrated;

    PrivatePostgres(Path folder) {
        super("postgres", folder);
    }

    /** Makes a migrated, empty database of that name. */
    synchronized void create(String database) {
        if (!migrated) {
            execute("create database " + template);
            Flyway.configure().dataSource(dataSource(template)).load().migrate();
            migrated = true;
        }
        execute("create database " + database + " template " + template);
    }

    void drop(String database) {
        execute("drop database if exists " + database + " with (force)");
    }

    /** Its URL in the form of the setting {@code SQL_URL}. */
    String url(String database) {
        return address("url").replaceFirst("[^/]*$", database);
    }

    DataSource dataSource(String database) {
        URI url = URI.create(url(database));
        String[] user = url.getUserInfo().split(":");
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {url.getHost()});
        dataSource.setPortNumbers(new int[] {url.getPort()});
        dataSource.setDatabaseName(database);
        dataSource.setUser(user[0]);
        dataSource.setPassword(user[1]);
        return dataSource;
    }

    private void execute(String statement) {
        try (Connection connection = dataSource("postgres").getConnection();
                Statement call = connection.createStatement()) {
            call.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }
}
