package com.sourceforgery.tachikoma.cli;

import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddressServiceGrpc;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tachikoma address}: the addresses of a domain that take mail. */
@Command(
        name = "address",
        mixinStandardHelpOptions = true,
        description = "Add, list and remove the addresses of the domain that take mail.",
        footer = {
            "",
            "A new domain takes mail for every address, by the catch-all, whose local part is empty. To take mail for",
            "support@ only:",
            "  tachikoma address add support",
            "  tachikoma address remove ''"
        })
public final class AddressCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Show the addresses.")
    int list(@Mixin ServerOptions server, @Mixin Output output) {
        try (Client client = server.connect()) {
            Output.Table<IncomingEmailAddress> table =
                    output.table(List.of("ADDRESS"), address -> List.of(name(address, client)));
            client.read(
                    IncomingEmailAddressServiceGrpc::newBlockingStub,
                    stub -> stub.getIncomingEmailAddresses(Empty.getDefaultInstance()),
                    table::add);
            table.end("No address takes mail.");
        }
        return 0;
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Take mail for an address.")
    int add(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @Parameters(paramLabel = "LOCAL-PART", description = "What stands before the @; '' for the catch-all.")
                    String localPart) {
        IncomingEmailAddress address = address(localPart);
        try (Client client = server.connect()) {
            output.tell(
                    client.call(
                            IncomingEmailAddressServiceGrpc::newBlockingStub,
                            stub -> stub.addIncomingEmailAddress(address)),
                    name(address, client) + " takes mail.");
        }
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Take no more mail for an address.")
    int remove(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @Parameters(paramLabel = "LOCAL-PART", description = "What stands before the @; '' for the catch-all.")
                    String localPart) {
        IncomingEmailAddress address = address(localPart);
        try (Client client = server.connect()) {
            output.tell(
                    client.call(
                            IncomingEmailAddressServiceGrpc::newBlockingStub,
                            stub -> stub.deleteIncomingEmailAddress(address)),
                    name(address, client) + " takes no more mail.");
        }
        return 0;
    }

    private static IncomingEmailAddress address(String localPart) {
        return IncomingEmailAddress.newBuilder().setLocalPart(localPart).build();
    }

    private static String name(IncomingEmailAddress address, Client client) {
        return (address.getLocalPart().isEmpty() ? "*" : address.getLocalPart()) + "@" + client.mailDomain();
    }
}
