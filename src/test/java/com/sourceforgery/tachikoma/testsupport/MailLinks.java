package com.sourceforgery.tachikoma.testsupport;

import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlTrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.UnsubscribeData;
import com.sourceforgery.tachikoma.links.LinkSigner;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Links as mails of {@link Installation} have them, and readers who follow them. */
public final class MailLinks {
    /** {@code LINK_SIGN_KEY} of {@link Installation}. */
    public static final String KEY = "link key of the tests";

    private final HttpClient http = HttpClient.newHttpClient();
    private final LinkSigner signer;
    private final int port;

    public MailLinks(int port) {
        this(port, KEY);
    }

    /** Links that are signed with another key. */
    public MailLinks(int port, String key) {
        this.port = port;
        this.signer = new LinkSigner(List.of(key));
    }

    public String pixel(long mail) {
        return "/t/" + signer.sign(tracking(mail, ""));
    }

    public String click(long mail, String target) {
        return "/c/" + signer.sign(tracking(mail, target));
    }

    /** @param redirect where a browser goes afterwards, or empty */
    public String unsubscribe(long mail, String redirect) {
        return "/unsubscribe/"
                + signer.sign(UnsubscribeData.newBuilder()
                        .setEmailId(EmailId.newBuilder().setId(mail))
                        .setRedirectUrl(redirect)
                        .build());
    }

    private static UrlTrackingData tracking(long mail, String target) {
        return UrlTrackingData.newBuilder()
                .setEmailId(EmailId.newBuilder().setId(mail))
                .setRedirectUrl(target)
                .build();
    }

    /** @param headers names and values in turn */
    public HttpResponse<String> send(String method, String link, String... headers) throws Exception {
        return send(
                request(link, headers).method(method, BodyPublishers.noBody()).build());
    }

    public HttpResponse<String> get(String link, String... headers) throws Exception {
        return send("GET", link, headers);
    }

    /** @param form fields as {@code application/x-www-form-urlencoded} has them */
    public HttpResponse<String> post(String link, String form, String... headers) throws Exception {
        return send(request(link, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    public HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString());
    }

    public HttpRequest.Builder request(String link, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + link));
        return headers.length == 0 ? request : request.headers(headers);
    }
}
