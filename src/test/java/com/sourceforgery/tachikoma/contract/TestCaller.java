package com.sourceforgery.tachikoma.contract;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.account.Role;
import com.sourceforgery.tachikoma.account.WebTokens;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUser;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.Installation;
import io.grpc.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Everybody who might call; all but one of the domain {@value Installation#DOMAIN}. */
enum TestCaller {
    /** Without credentials. */
    NONE,
    /** A node. */
    BACKEND,
    FRONTEND,
    ADMIN,
    /** An administrator who has logged in. */
    PERSON,
    /** The administrator of another domain. */
    OTHER_ADMIN,
    /** With a login token of an administrator that has expired. */
    EXPIRED,
    /** With a login token of an administrator that somebody else has signed. */
    FORGED;

    static final String LOGIN = "person";

    /** The metadata of each. */
    static Map<TestCaller, Metadata> prepare(Installation installation) throws Exception {
        Administration administration = new Administration(installation);
        FrontendUser person = administration.addPerson(LOGIN, FrontendUserRole.FRONTEND_ADMIN);
        Caller known =
                new Caller(person.getAuthId().getId(), 1, Role.FRONTEND_ADMIN, 1, Installation.DOMAIN, null, null);
        Map<TestCaller, Metadata> all = new EnumMap<>(TestCaller.class);
        all.put(NONE, new Metadata());
        all.put(BACKEND, apiToken(installation, Installation.DOMAIN, "BACKEND"));
        all.put(
                FRONTEND,
                metadata("x-apitoken", Administration.apiToken(administration.addSoftware(FrontendUserRole.FRONTEND))));
        all.put(ADMIN, apiToken(installation, Installation.DOMAIN, "FRONTEND_ADMIN"));
        all.put(PERSON, metadata("x-webtoken", administration.logIn(LOGIN, Administration.PASSWORD)));
        all.put(OTHER_ADMIN, apiToken(installation, "example.net", "FRONTEND_ADMIN"));
        all.put(EXPIRED, webToken("token key of the tests", known, Duration.ZERO));
        all.put(FORGED, webToken("a key of somebody else", known, Duration.ofHours(1)));
        return all;
    }

    private static Metadata apiToken(Installation installation, String domain, String role) throws Exception {
        return metadata("x-apitoken", installation.apiToken(domain, role));
    }

    private static Metadata webToken(String key, Caller user, Duration lifetime) {
        return metadata("x-webtoken", new WebTokens(List.of(key), Clock.systemUTC()).issue(user, lifetime));
    }

    private static Metadata metadata(String name, String value) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        return metadata;
    }
}
