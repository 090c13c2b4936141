package com.sourceforgery.tachikoma.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The installed Chromium without a window, with one page, driven over the pipe of its DevTools protocol. For one thread.
 */
public final class Chromium implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--remote-debugging-pipe");

    private final ObjectMapper json = new ObjectMapper();
    private final Process process;
    private final InputStream answers;
    private final OutputStream commands;
    private final Path log;
    private int lastId;
    private String session;

    private Chromium(Path folder) throws IOException {
        log = folder.resolve("chromium.log");
        // Chromium reads commands from descriptor 3 and writes answers to 4, which Java cannot open for it
        process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "exec chromium " + String.join(" ", FLAGS)
                                + " --user-data-dir=\"$0\" about:blank 3<&0 4>&1 </dev/null >/dev/null",
                        folder.resolve("profile").toString())
                .redirectError(log.toFile())
                .start();
        answers = new BufferedInputStream(process.getInputStream(), 1 << 20);
        commands = process.getOutputStream();
    }

    /** @param folder new and empty, for its profile and log */
    public static Chromium start(Path folder) throws IOException {
        Chromium chromium = new Chromium(folder);
        String page = chromium.call("Target.createTarget", "url", "about:blank")
                .get("targetId")
                .asText();
        chromium.session = chromium.call("Target.attachToTarget", "targetId", page, "flatten", true)
                .get("sessionId")
                .asText();
        chromium.call("Page.enable");
        return chromium;
    }

    /** Width and height of the window, in pixels. */
    public void resize(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                "width",
                width,
                "height",
                height,
                "deviceScaleFactor",
                1,
                "mobile",
                false);
    }

    /** Returns when the page and all of its pictures are there. */
    public void open(String url) {
        JsonNode answer = call("Page.navigate", "url", url);
        if (answer.has("errorText")) {
            throw new IllegalStateException(url + ": " + answer.get("errorText").asText());
        }
        JsonNode message;
        do {
            message = read();
        } while (!message.path("method").asText().equals("Page.loadEventFired"));
    }

    /** The result of a JavaScript expression, or of the promise that it is. */
    public JsonNode evaluate(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", "expression", expression, "returnByValue", true, "awaitPromise", true);
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.get("exceptionDetails").toString());
        }
        return answer.get("result").path("value");
    }

    /** A PNG of the page from its top, also of what is beyond the window. */
    public byte[] screenshot(int width, int height) {
        ObjectNode clip = json.createObjectNode()
                .put("x", 0)
                .put("y", 0)
                .put("width", width)
                .put("height", height)
                .put("scale", 1);
        JsonNode answer = call("Page.captureScreenshot", "clip", clip, "captureBeyondViewport", true);
        return Base64.getDecoder().decode(answer.get("data").asText());
    }

    private JsonNode call(String method, Object... parameters) {
        ObjectNode command = json.createObjectNode().put("id", ++lastId).put("method", method);
        if (session != null) {
            command.put("sessionId", session);
        }
        ObjectNode named = command.putObject("params");
        for (int i = 0; i < parameters.length; i += 2) {
            named.set((String) parameters[i], json.valueToTree(parameters[i + 1]));
        }
        try {
            commands.write(json.writeValueAsBytes(command));
            commands.write(0);
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Chromium is gone, see " + log, e);
        }
        while (true) {
            JsonNode answer = read();
            if (answer.path("id").asInt() == lastId) {
                if (answer.has("error")) {
                    throw new IllegalStateException(method + ": " + answer.get("error"));
                }
                return answer.get("result");
            }
        }
    }

    private JsonNode read() {
        try {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            for (int octet = answers.read(); octet != 0; octet = answers.read()) {
                if (octet < 0) {
                    throw new IOException("Chromium has ended: " + Files.readString(log, StandardCharsets.ISO_8859_1));
                }
                message.write(octet);
            }
            return json.readTree(message.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        commands.close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
