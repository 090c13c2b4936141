package com.sourceforgery.tachikoma.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkViewTest {
    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = Fixture.postfix(folder);
        fixture.send("complain@example.net");
        fixture.send("a&b@example.net");
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + fixture.sink.httpPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(get(path).body());
    }

    private long idOf(String recipient) {
        return fixture.sink.store().find(recipient).get(0).id();
    }

    @Test
    void thePageListsTheNewestFirstAndEscapes() throws Exception {
        String page = get("/").body();
        assertTrue(page.indexOf("a&amp;b@example.net") < page.indexOf("complain@example.net"), page);
        assertTrue(page.indexOf("a&amp;b@example.net") > 0);
        assertTrue(page.contains("<span class=\"complained\">complained 2.0.0</span>"));
        assertFalse(page.contains("deferrals"));
        assertTrue(page.contains("mails <b>2</b>"));
    }

    @Test
    void mailsJsonGoesOnFromACursor() throws Exception {
        JsonNode first = json("/mails.json?after=0&limit=1");
        assertEquals(
                "complain@example.net",
                first.at("/mails/0/recipients/0/address").asText());
        JsonNode second = json("/mails.json?after=" + first.get("next").asLong());
        assertEquals(
                "a&b@example.net", second.at("/mails/0/recipients/0/address").asText());
        assertEquals(
                0,
                json("/mails.json?after=" + second.get("next").asLong())
                        .get("mails")
                        .size());
    }

    @Test
    void mailsJsonFiltersByRecipient() throws Exception {
        JsonNode found = json("/mails.json?recipient=a%26b@example.net");
        assertEquals(1, found.get("mails").size());
        assertEquals("<one@example.com>", found.at("/mails/0/messageId").asText());
    }

    @Test
    void aMailIsShownRawAsHeaderListAndAsPage() throws Exception {
        long id = idOf("a&b@example.net");
        assertEquals(Fixture.MAIL, get("/mails/" + id + ".eml").body());
        assertEquals(
                "Subject", json("/mails/" + id + ".json").at("/headers/2/name").asText());
        assertEquals(
                "Café", json("/mails/" + id + ".json").at("/headers/2/value").asText());
        assertTrue(get("/mails/" + id).body().contains("<th>Subject</th><td>Café</td>"));
    }

    @Test
    void statsCount() throws Exception {
        assertEquals(2, json("/stats.json").get("mails").asInt());
    }

    @Test
    void whatIsNotThereOrNoNumberIsSaidSo() throws Exception {
        assertEquals(404, get("/mails/99999").statusCode());
        assertEquals(404, get("/other").statusCode());
        assertEquals(400, get("/mails.json?after=x").statusCode());
    }
}
