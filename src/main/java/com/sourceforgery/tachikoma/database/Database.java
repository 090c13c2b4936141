package com.sourceforgery.tachikoma.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

/** Opens the database and brings its schema up to date. */
public final class Database {
    private Database() {}

    /**
     * A pool whose connections answer within seconds when the database is away.
     *
     * @param connections most connections; a webserver groups its statements, so few are enough
     */
    public static HikariDataSource open(SqlUrl url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("tachikoma");
        config.setJdbcUrl(url.jdbcUrl());
        config.setUsername(url.user());
        config.setPassword(url.password());
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(5_000);
        config.setInitializationFailTimeout(60_000);
        config.addDataSourceProperty("ApplicationName", "tachikoma");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Plans made for empty tables would be kept too long: statements are few and large, planning is cheap beside
        // them.
        // Their costs are overestimated (limits and arrays are unknown), and compiling them takes longer than they do.
        config.addDataSourceProperty("prepareThreshold", "5");
        config.addDataSourceProperty("options", "-c plan_cache_mode=force_custom_plan -c jit=off");
        return new HikariDataSource(config);
    }

    /** Runs what migrations are missing; several webservers may call this at the same time. */
    public static void migrate(HikariDataSource dataSource) {
        Flyway.configure().dataSource(dataSource).load().migrate();
    }
}
