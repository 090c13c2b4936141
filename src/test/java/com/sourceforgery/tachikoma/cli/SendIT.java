package com.sourceforgery.tachikoma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SendIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder).start();
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    private int send(String token, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--url", "http://example.com:" + token + "@127.0.0.1:" + installation.port(),
                "--from", "The Shop <shop@example.com>",
                "--subject", "Hello"));
        arguments.addAll(List.of(more));
        return new CommandLine(new SendCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private static String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void aMailIsSentAndFollowedUntilItIsDelivered() throws Exception {
        String token = installation.token(Installation.DOMAIN, "FRONTEND_ADMIN");
        assertEquals(0, send(token, "--to", "ada@world.example", "--text", file("text", "Hello\n"), "--tag", "t"));
        assertTrue(out.toString().contains("delivered"), out.toString());
        assertEquals(1, installation.sink().store().find("ada@world.example").size());
    }

    @Test
    void aTemplateWithAnAttachmentGoesToEachRecipient() throws Exception {
        String token = installation.token(Installation.DOMAIN, "FRONTEND_ADMIN");
        assertEquals(
                0,
                send(
                        token,
                        "--to",
                        "bea@world.example",
                        "--to",
                        "cleo@world.example",
                        "--template",
                        file("template", "<p>Hi {{name}}</p>"),
                        "--vars",
                        "{\"name\": \"all\"}",
                        "--attach",
                        file("list.txt", "a list"),
                        "--at",
                        "+1s"));
        assertEquals(1, installation.sink().store().find("cleo@world.example").size());
    }

    @Test
    void aBounceIsToldAndIsNoSuccess() throws Exception {
        String token = installation.token(Installation.DOMAIN, "FRONTEND_ADMIN");
        assertEquals(1, send(token, "--to", "bounce+5.1.1@world.example", "--text", file("text", "Hello\n")));
        assertTrue(out.toString().contains("hard bounced"), out.toString());
    }

    @Test
    void aWrongTokenIsOneSentence() throws Exception {
        assertEquals(1, send("wrong", "--to", "ada@world.example", "--text", file("text", "Hello\n")));
        assertTrue((err.toString() + out).contains("UNAUTHENTICATED"), err.toString() + out);
    }
}
