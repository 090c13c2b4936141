package com.sourceforgery.tachikoma.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.IncomingEmailMessage;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DeadLettersIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    static TestDatabase database;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        System.setProperty("sql.url", services.sqlUrl());
        database = new TestDatabase(services.dataSource());
        database.update("insert into account (mail_domain) values ('example.com')");
    }

    @AfterAll
    static void stop() {
        System.clearProperty("sql.url");
    }

    @BeforeEach
    void threeLetters() {
        database.execute("truncate dead_letter restart identity");
        DeliveryNotification report =
                DeliveryNotification.newBuilder().setQueueId("4F9D").build();
        keep("status", "The report names\nno status", report.toByteArray(), type(report));
        keep("notify", "No notification", json("{\"event_id\":7}"), "application/json");
        keep("dispatch", "x".repeat(200), json("{\"email_id\":8}"), "application/json");
    }

    private static void keep(String stage, String cause, byte[] payload, String type) {
        database.update(
                "insert into dead_letter (account_id, stage, route, cause, payload, payload_type, occurred_at) "
                        + "select id, ?, ?, ?, ?, ?, '2026-01-02T03:04:05.678Z' from account",
                stage,
                stage + "-route",
                cause,
                payload,
                type);
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String type(DeliveryNotification report) {
        return "application/x-protobuf; messageType="
                + report.getDescriptorForType().getFullName();
    }

    private int run(String... arguments) {
        return new CommandLine(new DeadLettersCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void theListIsATableWithALineForEachNewestFirst() {
        assertEquals(0, run("list"));
        assertEquals("""
                ID  TIME                  DOMAIN       STAGE     RETRY  CAUSE
                3   2026-01-02T03:04:05Z  example.com  dispatch         %s…
                2   2026-01-02T03:04:05Z  example.com  notify           No notification
                1   2026-01-02T03:04:05Z  example.com  status           The report names no status
                """.formatted("x".repeat(69)), out.toString());
    }

    @Test
    void theListCanBeOfOneStageAndLimited() {
        assertEquals(0, run("list", "--stage", "status", "--json"));
        assertTrue(out.toString().startsWith("{\"id\":1,"), out::toString);
        assertEquals(1, out.toString().lines().count());

        assertEquals(0, run("list", "--limit", "2", "--json"));
        assertEquals(3, out.toString().lines().count());
    }

    @Test
    void oneIsShownWhole() {
        assertEquals(0, run("show", "3"));
        assertTrue(out.toString().contains("x".repeat(200)), out::toString);
        assertTrue(out.toString().endsWith("\n\n{\"email_id\":8}\n"), out::toString);
    }

    @Test
    void aMailIsShownWithItsEnvelopeAndIsWrittenAsItCame(@TempDir Path folder) throws Exception {
        byte[] mail = "From: MAILER-DAEMON\r\n\r\nGel\u00f6scht\r\n".getBytes(StandardCharsets.ISO_8859_1);
        keep(
                "bounce",
                "No rule",
                IncomingEmailMessage.newBuilder()
                        .setEmailAddress("bounce+x@example.com")
                        .setBody(ByteString.copyFrom(mail))
                        .build()
                        .toByteArray(),
                "application/x-protobuf; messageType=com.sourceforgery.tachikoma.mta.IncomingEmailMessage");
        assertEquals(0, run("show", "4"));
        assertTrue(
                out.toString()
                        .contains("From <> to <bounce+x@example.com>\n\nFrom: MAILER-DAEMON\r\n\r\nGel\u00f6scht"),
                out::toString);

        Path file = folder.resolve("bounce.eml");
        assertEquals(0, run("show", "4", "--mail", file.toString()));
        assertArrayEquals(mail, Files.readAllBytes(file));
        assertEquals(1, run("show", "4", "--mail", file.toString()));
        assertTrue(err.toString().contains("There is already a file " + file), err::toString);
        assertEquals(1, run("show", "3", "--mail", folder + "/other"));
        assertTrue(err.toString().contains("The dead letter 3 holds no mail."), err::toString);
    }

    @Test
    void aNodesReportIsShownAsJson() throws Exception {
        assertEquals(0, run("show", "1", "--json"));
        JsonNode letter = new ObjectMapper().readTree(out.toString());

        assertEquals("example.com", letter.get("mail_domain").asText());
        assertEquals("The report names\nno status", letter.get("cause").asText());
        assertEquals("{\n  \"queueId\": \"4F9D\"\n}", letter.get("content").asText());
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        assertEquals(1, run("show", "99"));
        assertTrue(err.toString().contains("There is no dead letter 99."), err::toString);
        assertEquals(1, run("drop", "1", "98"));
        assertTrue(err.toString().contains("There is no dead letter 98."), err::toString);
        assertEquals("1 dropped.\n", out.toString());
    }

    @Test
    void lettersAreDroppedByIdByStageOrAll() {
        assertEquals(0, run("drop", "1"));
        assertEquals(0, run("drop", "--stage", "notify"));
        assertEquals(0, run("drop", "--all"));
        assertEquals("1 dropped.\n1 dropped.\n1 dropped.\n", out.toString());
    }

    @Test
    void whichOnesMustBeSaidInOneWay() {
        assertEquals(2, run("drop"));
        assertEquals(2, run("retry", "1", "--all"));
        assertTrue(err.toString().contains("Which dead letters? Give ids, or --all, or --stage STAGE."), err::toString);
        assertEquals(2, run());
        assertEquals(3, database.count("dead_letter"));
    }

    @Test
    void aRetryIsAskedForAndWaitsForAWebserver() {
        database.update("update dead_letter set retry_outcome = 'not yet' where id = 2");
        assertEquals(0, run("retry", "2", "--no-wait"));
        assertNotNull(database.queryForObject("select retry_requested_at from dead_letter where id = 2", Object.class));

        assertEquals(1, run("retry", "--stage", "notify", "--timeout", "1"));
        assertTrue(out.toString().contains("2 stays: no webserver has seen to it within 1 seconds"), out::toString);

        assertEquals(0, run("list", "--stage", "notify"));
        assertTrue(out.toString().contains("notify  requested  No notification"), out::toString);
    }

    @Test
    void aDatabaseThatIsAwayIsOneSentence() {
        System.setProperty("sql.url", "postgres://nobody:secret@127.0.0.1:1/none");
        try {
            assertEquals(1, run("list"));
            assertTrue(
                    err.toString().contains("The database at jdbc:postgresql://127.0.0.1:1/none did not answer"),
                    err::toString);
        } finally {
            System.setProperty("sql.url", services.sqlUrl());
        }
    }
}
