package com.sourceforgery.tachikoma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Terminal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SendIT {
    @RegisterExtension
    static final Installation installation = Installation.whole();

    private static Terminal send(String url, String... more) {
        List<String> command = new ArrayList<>(
                List.of("send", "--url", url, "--from", "The Shop <shop@example.com>", "--subject", "Hello"));
        command.addAll(List.of(more));
        return Terminal.run(command);
    }

    private static String file(String name, String content) throws Exception {
        return Files.writeString(installation.folder().resolve(name), content).toString();
    }

    @Test
    void aMailIsSentAndFollowedUntilItIsDelivered() throws Exception {
        String url = installation.url("FRONTEND_ADMIN");
        Terminal sent = send(url, "--to", "ada@world.example", "--text", file("text", "Hello\n"), "--tag", "t");
        assertEquals(0, sent.exit(), sent.err());
        assertTrue(sent.out().contains("delivered"), sent.out());
        assertEquals(1, installation.sink().store().find("ada@world.example").size());
    }

    @Test
    void aTemplateWithAnAttachmentGoesToEachRecipient() throws Exception {
        Terminal sent = send(
                installation.url("FRONTEND_ADMIN"),
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
                "+1s");
        assertEquals(0, sent.exit(), sent.err());
        assertEquals(1, installation.sink().store().find("cleo@world.example").size());
    }

    @Test
    void aBounceIsToldAndIsNoSuccess() throws Exception {
        String url = installation.url("FRONTEND_ADMIN");
        Terminal sent = send(url, "--to", "bounce+5.1.1@world.example", "--text", file("text", "Hello\n"));
        assertEquals(1, sent.exit(), sent.err());
        assertTrue(sent.out().contains("hard bounced"), sent.out());
    }

    @Test
    void aWrongTokenIsOneSentence() throws Exception {
        String url = "http://example.com:wrong@127.0.0.1:" + installation.port();
        Terminal refused = send(url, "--to", "ada@world.example", "--text", file("text", "Hello\n"));
        assertEquals(1, refused.exit(), refused.err());
        assertTrue((refused.err() + refused.out()).contains("UNAUTHENTICATED"), refused.err() + refused.out());
    }
}
