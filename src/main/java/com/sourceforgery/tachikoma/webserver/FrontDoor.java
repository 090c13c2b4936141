package com.sourceforgery.tachikoma.webserver;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * What all HTTP requests of the public port that are not gRPC have in common, whichever route they are for and if they are
 * for none: headers of safety on every answer, and a page that says what is wrong where no route answers.
 */
final class FrontDoor {
    /** Readers of mails are strangers who come by strange ways: nothing is cached, embedded, sniffed or told on. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store",
            "X-Robots-Tag", "noindex");

    private static final List<String> OF_A_PAGE =
            List.of("Content-Security-Policy", "Content-Type", "Content-Language", "Vary");
    private static final Set<HttpMethod> WITH_A_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    private static final int AFTER_GRPC = -900;
    private static final int AFTER_ALL_ROUTES = 100_000;

    private final CamelContext context;
    private final ProducerTemplate pages;

    private FrontDoor(CamelContext context) {
        this.context = context;
        this.pages = context.createProducerTemplate();
    }

    /** Stands at a port of {@code camel.server}; to be called while the application starts, when the HTTP server is there. */
    static void at(int port, CamelContext context) {
        FrontDoor door = new FrontDoor(context);
        door.hang(VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port)));
    }

    private void hang(VertxPlatformHttpRouter router) {
        router.route()
                .order(AFTER_GRPC)
                .handler(this::enter)
                .failureHandler(routing -> refuse(routing, routing.statusCode()));
        router.route().order(AFTER_ALL_ROUTES).handler(this::refuse);
    }

    /** A request that is no HTTP, or whose address or header is too long, closes its connection. */
    static void unreadable(HttpServerRequest request) {
        putHeaders(request.response());
        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    }

    private static void putHeaders(HttpServerResponse response) {
        HEADERS.forEach(response::putHeader);
    }

    private void enter(RoutingContext routing) {
        putHeaders(routing.response());
        if (!WITH_A_BODY.contains(routing.request().method())) {
            // Vert.x would look for a form, and fail
            routing.request().headers().remove(HttpHeaders.CONTENT_TYPE);
        }
        routing.next();
    }

    /** No route has this address, or none takes this method of it. */
    private void refuse(RoutingContext routing) {
        TreeSet<String> allowed = new TreeSet<>();
        context.getComponent("platform-http", PlatformHttpComponent.class).getHttpEndpoints().stream()
                .filter(endpoint -> matches(endpoint, routing.normalizedPath()))
                .forEach(endpoint ->
                        allowed.addAll(Arrays.asList(endpoint.getVerbs().split(","))));
        if (allowed.isEmpty()) {
            refuse(routing, 404);
        } else {
            // RFC 9110 §15.5.6
            routing.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
            refuse(routing, 405);
        }
    }

    private static boolean matches(HttpEndpointModel endpoint, String path) {
        String template = endpoint.getUri().replaceFirst("\\?.*", "");
        String[] fixed = template.split("\\{[^/}]+}", -1);
        String pattern =
                String.join("[^/]+", Arrays.stream(fixed).map(Pattern::quote).toList());
        return endpoint.getVerbs() != null && path.matches(pattern + "/?");
    }

    private void refuse(RoutingContext routing, int failed) {
        int status = failed >= 400 ? failed : 500;
        String languages = routing.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        try {
            pages.asyncSend("direct:page-failed", exchange -> {
                        exchange.getMessage().setBody(status);
                        exchange.getMessage().setHeader("Accept-Language", languages);
                    })
                    .whenComplete((page, failure) -> answer(routing.response(), status, page));
        } catch (RejectedExecutionException stopping) {
            answer(routing.response(), status, null);
        }
    }

    private static void answer(HttpServerResponse response, int status, Exchange page) {
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status);
        if (page == null || page.isFailed()) {
            response.end();
            return;
        }
        Message message = page.getMessage();
        OF_A_PAGE.forEach(name -> response.putHeader(name, message.getHeader(name, String.class)));
        response.end(message.getBody(String.class));
    }
}
