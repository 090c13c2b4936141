package com.sourceforgery.tachikoma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdministrationCommandsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    private static String run(String... command) throws Exception {
        Terminal terminal = Terminal.run(installation, command);
        assertEquals(0, terminal.exit(), terminal.err());
        return terminal.out();
    }

    private static ModifyUserResponse user(String... command) throws Exception {
        ModifyUserResponse.Builder answer = ModifyUserResponse.newBuilder();
        JsonFormat.parser().merge(run(command), answer);
        return answer.build();
    }

    private static String id(ModifyUserResponse user) {
        return Long.toString(user.getUser().getAuthId().getId());
    }

    @Test
    void aUserIsMadeWithATokenThatWorksAndIsRemovedAgain() throws Exception {
        ModifyUserResponse made = user("user", "add", "--role", "FRONTEND", "--token", "--json");
        assertTrue(installation
                .withToken("example.com:" + made.getApiToken(), MailDeliveryServiceGrpc::newBlockingStub)
                .sendEmailUnary(Mails.to("ada@world.example").build())
                .getList(0)
                .hasQueued());
        assertTrue(run("user", "list").lines().anyMatch(line -> line.matches(id(made) + " +FRONTEND +active .*")));
        assertEquals("User " + id(made) + " is removed.\n", run("user", "remove", id(made)));
        assertFalse(run("user", "list").lines().anyMatch(line -> line.startsWith(id(made) + " ")));
    }

    @Test
    void aPersonGetsAPasswordFromAFile() throws Exception {
        Path password = Files.writeString(installation.folder().resolve("password"), "correct horse battery\n");
        String out = run(
                "user", "add", "--role", "FRONTEND_ADMIN", "--login", "ada", "--password-file", password.toString());
        assertTrue(out.matches("User \\d+ is made.\n"), out);
        assertTrue(
                run("user", "list").lines().anyMatch(line -> line.matches(".*FRONTEND_ADMIN +active +ada +yes +no.*")));
    }

    @Test
    void whatIsNotGivenStaysAsItIs() throws Exception {
        ModifyUserResponse made = user(
                "user", "add", "--role", "FRONTEND_ADMIN", "--token", "--override", "tester@world.example", "--json");
        run("user", "modify", id(made), "--deactivate");
        String line = run("user", "list")
                .lines()
                .filter(row -> row.startsWith(id(made) + " "))
                .findFirst()
                .orElseThrow();
        assertTrue(line.matches(".*FRONTEND_ADMIN +inactive +no +yes +tester@world.example .*"), line);
        run("user", "modify", id(made), "--no-override", "--role", "FRONTEND", "--activate");
        line = run("user", "list")
                .lines()
                .filter(row -> row.startsWith(id(made) + " "))
                .findFirst()
                .orElseThrow();
        assertTrue(line.matches("\\d+ +FRONTEND +active .*"), line);
        assertFalse(line.contains("tester@"), line);
    }

    @Test
    void aRefusalIsOneSentence() throws Exception {
        Terminal terminal = Terminal.run(installation, "user", "remove", "999999");
        assertEquals(1, terminal.exit());
        assertTrue(terminal.err().startsWith("There is no such thing: NOT_FOUND"), terminal.err());
        assertEquals(1, terminal.err().lines().count());
    }

    @Test
    void addressesAreAddedListedAndRemoved() throws Exception {
        assertEquals("support@example.com takes mail.\n", run("address", "add", "support"));
        assertTrue(run("address", "list").contains("support@example.com\n"));
        assertTrue(run("address", "list").contains("*@example.com\n"));
        assertEquals("support@example.com takes no more mail.\n", run("address", "remove", "support"));
        assertFalse(run("address", "list").contains("support@"));
    }

    @Test
    void aBlockIsListedAndRemoved() throws Exception {
        installation
                .database()
                .update("insert into blocked_email (account_id, from_email, recipient, reason)"
                        + " select id, 'news@example.com', 'ada@world.example', 'UNSUBSCRIBED' from account"
                        + " where mail_domain = 'example.com'");
        assertEquals(
                List.of("news@example.com", "ada@world.example", "UNSUBSCRIBED"),
                Terminal.run(installation, "blocked", "list").words().get(1));
        assertEquals(
                "ada@world.example is no longer blocked for news@example.com.\n",
                run("blocked", "remove", "--from", "news@example.com", "--to", "ada@world.example"));
        assertEquals("Nobody is blocked.\n", run("blocked", "list"));
    }

    @Test
    void theBaseUrlIsSetShownAndTakenBack() throws Exception {
        assertEquals(
                "Links in mails of example.com begin with https://m.example.com/.\n",
                run("account", "set", "--base-url", "https://m.example.com/"));
        assertTrue(run("account", "show").contains("https://m.example.com/"));
        assertEquals(
                "Links in mails of example.com begin with the server's BASE_URL.\n",
                run("account", "set", "--no-base-url"));
    }
}
