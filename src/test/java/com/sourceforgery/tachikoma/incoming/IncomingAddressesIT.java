package com.sourceforgery.tachikoma.incoming;

import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.Lists;
import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddressServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddressServiceGrpc.IncomingEmailAddressServiceBlockingStub;
import com.sourceforgery.tachikoma.testsupport.Installation;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients say which addresses of their domain take mail in. */
class IncomingAddressesIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static IncomingEmailAddressServiceBlockingStub addresses;

    @BeforeAll
    static void beAdministrator() throws Exception {
        addresses = installation.as("FRONTEND_ADMIN", IncomingEmailAddressServiceGrpc::newBlockingStub);
    }

    private static IncomingEmailAddress address(String localPart) {
        return IncomingEmailAddress.newBuilder().setLocalPart(localPart).build();
    }

    private static List<String> list() {
        return Lists.newArrayList(addresses.getIncomingEmailAddresses(Empty.getDefaultInstance())).stream()
                .map(IncomingEmailAddress::getLocalPart)
                .toList();
    }

    @Test
    void addressesAreAddedAndDeletedWhateverTheirCase() {
        assertEquals(List.of(""), list());

        addresses.addIncomingEmailAddress(address("Info"));
        addresses.addIncomingEmailAddress(address("büro"));
        assertEquals(List.of("", "info", "büro"), list());

        addresses.deleteIncomingEmailAddress(address("INFO"));
        addresses.deleteIncomingEmailAddress(address("BÜRO"));
        assertEquals(List.of(""), list());
    }

    @Test
    void theCatchAllIsAnAddressLikeOthers() {
        addresses.deleteIncomingEmailAddress(address(""));
        assertEquals(List.of(), list());

        addresses.addIncomingEmailAddress(address(""));
        assertEquals(List.of(""), list());
    }

    @Test
    void anAddressIsThereOnce() {
        addresses.addIncomingEmailAddress(address("sales"));

        assertRefused(
                Status.Code.ALREADY_EXISTS, "local_part", () -> addresses.addIncomingEmailAddress(address("Sales")));
        addresses.deleteIncomingEmailAddress(address("sales"));
    }

    @Test
    void anAddressThatIsNotThereIsNotDeleted() {
        assertRefused(
                Status.Code.NOT_FOUND, "local_part", () -> addresses.deleteIncomingEmailAddress(address("nobody")));
    }

    @Test
    void addressesOfAnotherDomainAreItsOwn() throws Exception {
        IncomingEmailAddressServiceBlockingStub others = installation.withToken(
                installation.apiToken("example.net", "FRONTEND_ADMIN"),
                IncomingEmailAddressServiceGrpc::newBlockingStub);
        others.addIncomingEmailAddress(address("press"));

        assertEquals(List.of(""), list());
        assertRefused(
                Status.Code.NOT_FOUND, "local_part", () -> addresses.deleteIncomingEmailAddress(address("press")));
    }

    @Test
    void whatIsNoLocalPartOrIsThisServersOwnIsRefused() {
        for (String localPart : List.of(
                "with blank",
                "info@example.com",
                ".info",
                "in..fo",
                "\"info\"",
                "x".repeat(65),
                "a\u0000b",
                "bounce-",
                "Bounce-0190b5f2",
                "unsub-0190b5f2")) {
            assertRefused(
                    Status.Code.INVALID_ARGUMENT,
                    "local_part",
                    () -> addresses.addIncomingEmailAddress(address(localPart)));
        }
        assertEquals(List.of(""), list());
    }
}
