package com.sourceforgery.tachikoma.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.mustachejava.DefaultMustacheFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A sink's store over HTTP, read only:
 *
 * <pre>
 * /                                    what came, newest first, as a page (?before=ID for older ones)
 * /mails/ID                            one mail as a page
 * /mails/ID.eml  /mails/ID.json        as received; its header fields, decoded
 * /mails.json?after=N&amp;recipient=A&amp;limit=L   oldest first from cursor N on (0: all), with the next cursor
 * /stats.json                          counters since the start
 * </pre>
 */
final class SinkView implements AutoCloseable {
    private static final int PAGE = 50;
    private static final int MAX_LIMIT = 10_000;
    private static final Pattern MAIL_PATH = Pattern.compile("/mails/(\\d{1,18})(\\.eml|\\.json)?");

    private final ObjectMapper json = new ObjectMapper();
    private final DefaultMustacheFactory pages = new DefaultMustacheFactory("sink");
    private final SinkStore store;
    private final SinkStats stats;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(4, task -> {
        Thread thread = new Thread(task, "sink-http");
        thread.setDaemon(true);
        return thread;
    });

    SinkView(String bindAddress, int port, SinkStore store, SinkStats stats) throws IOException {
        this.store = store;
        this.stats = stats;
        server = HttpServer.create(new InetSocketAddress(bindAddress, port), 50);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                get(exchange, exchange.getRequestURI().getPath());
            } else {
                refuse(exchange, 405, "Only GET");
            }
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        Matcher mailPath = MAIL_PATH.matcher(path);
        try {
            if (path.equals("/")) {
                page(exchange, "list.mustache", list(parameters(exchange)));
            } else if (path.equals("/mails.json")) {
                json(exchange, mails(parameters(exchange)));
            } else if (path.equals("/stats.json")) {
                json(exchange, stats.snapshot());
            } else if (mailPath.matches()) {
                mail(exchange, Long.parseLong(mailPath.group(1)), Optional.ofNullable(mailPath.group(2)));
            } else {
                refuse(exchange, 404, "Nothing here");
            }
        } catch (NumberFormatException e) {
            refuse(exchange, 400, "after, before and limit are whole numbers");
        }
    }

    private Map<String, Object> list(Map<String, String> parameters) {
        long before = number(parameters, "before", Long.MAX_VALUE);
        List<StoredMail> mails = store.latest(before, PAGE);
        Map<String, Object> model = new HashMap<>();
        model.put("mails", mails);
        model.put("stats", stats.snapshot().entrySet());
        if (mails.size() == PAGE) {
            model.put("older", mails.get(PAGE - 1).id());
        }
        return model;
    }

    private Map<String, Object> mails(Map<String, String> parameters) {
        long cursor = Math.max(0, number(parameters, "after", 0));
        int limit = (int) Math.min(MAX_LIMIT, number(parameters, "limit", 1_000));
        String recipient = parameters.get("recipient");
        long end = store.end();
        try (Stream<StoredMail> mails = store.after(Math.min(cursor, end))) {
            List<StoredMail> found = mails.filter(mail -> mail.id() < end)
                    .filter(mail -> recipient == null || mail.isFor(recipient))
                    .limit(limit + 1L)
                    .toList();
            boolean more = found.size() > limit;
            return Map.of(
                    "mails",
                    more ? found.subList(0, limit) : found,
                    "next",
                    more ? found.get(limit).id() : end);
        }
    }

    private void mail(HttpExchange exchange, long id, Optional<String> form) throws IOException {
        Optional<StoredMail> found = store.mail(id);
        if (found.isEmpty()) {
            refuse(exchange, 404, "No such mail");
            return;
        }
        StoredMail mail = found.get();
        switch (form.orElse("")) {
            case ".eml" -> {
                exchange.getResponseHeaders().set("Content-Type", "message/rfc822");
                exchange.sendResponseHeaders(200, mail.size() == 0 ? -1 : mail.size());
                try (OutputStream body = exchange.getResponseBody()) {
                    store.copyBody(mail, body);
                }
            }
            case ".json" ->
                json(
                        exchange,
                        Map.of("mail", mail, "headers", MailText.of(store, mail).headers()));
            default -> page(exchange, "mail.mustache", Map.of("mail", mail, "text", MailText.of(store, mail)));
        }
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        Map<String, String> parameters = new HashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static long number(Map<String, String> parameters, String name, long otherwise) {
        return parameters.containsKey(name) ? Long.parseLong(parameters.get(name)) : otherwise;
    }

    private void page(HttpExchange exchange, String template, Map<String, ?> model) throws IOException {
        StringWriter html = new StringWriter();
        pages.compile(template).execute(html, model).flush();
        answer(exchange, 200, "text/html; charset=utf-8", html.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void json(HttpExchange exchange, Object value) throws IOException {
        answer(exchange, 200, "application/json", json.writeValueAsBytes(value));
    }

    private static void refuse(HttpExchange exchange, int status, String sentence) throws IOException {
        answer(exchange, status, "text/plain", (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdown();
    }
}
