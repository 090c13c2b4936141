package com.sourceforgery.tachikoma.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tests' own RabbitMQ; hands out virtual hosts. */
public final class PrivateRabbit extends PrivateService {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> virtualHosts = ConcurrentHashMap.newKeySet();

    PrivateRabbit(Path folder) {
        super("rabbitmq", folder);
    }

    /** Kills it and brings it back without a queue, exchange or message; the virtual hosts are made anew, empty. */
    public void loseEverything() {
        kill();
        wipe();
        start();
        virtualHosts.forEach(this::create);
    }

    void create(String virtualHost) {
        virtualHosts.add(virtualHost);
        call("PUT", "/vhosts/" + virtualHost);
    }

    void drop(String virtualHost) {
        virtualHosts.remove(virtualHost);
        call("DELETE", "/vhosts/" + virtualHost);
    }

    /** Its URL in the form of the setting {@code MQ_URL}. */
    String url(String virtualHost) {
        return address("url") + virtualHost;
    }

    /**
     * A call of the management API.
     *
     * @param path after {@code /api}, for example {@code /queues/<virtual host>}
     * @return the answer's body, JSON
     * @throws IllegalStateException when the answer is not 2xx
     */
    String call(String method, String path) {
        URI api = URI.create(address("api"));
        URI uri = URI.create("http://" + api.getHost() + ":" + api.getPort() + api.getPath() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(api.getUserInfo().getBytes()))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
