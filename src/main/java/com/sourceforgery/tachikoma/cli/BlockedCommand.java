package com.sourceforgery.tachikoma.cli;

import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmail;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmailServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveBlockedEmailRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tachikoma blocked}: who gets no mail from whom. */
@Command(
        name = "blocked",
        mixinStandardHelpOptions = true,
        description = "List the block list, and take addresses off it.",
        footer = {
            "",
            "A block is of a recipient for one sender address. Somebody who wants the newsletter again:",
            "  tachikoma blocked remove --from newsletter@example.com --to ada@example.net",
            "An address that works again, for all senders:",
            "  tachikoma blocked remove --to ada@example.net"
        })
public final class BlockedCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Show all blocks.")
    int list(@Mixin ServerOptions server, @Mixin Output output) {
        Output.Table<BlockedEmail> table = output.table(
                List.of("FROM", "TO", "REASON", "RULE", "RULES"),
                block -> List.of(
                        block.getFromEmail().getEmail(),
                        block.getRecipientEmail().getEmail(),
                        block.getBlockedReason().name(),
                        block.getRule(),
                        block.getRulesVersion()));
        try (Client client = server.connect()) {
            client.read(
                    BlockedEmailServiceGrpc::newBlockingStub,
                    stub -> stub.getBlockedEmails(Empty.getDefaultInstance()),
                    table::add);
        }
        table.end("Nobody is blocked.");
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Let mail through again.")
    int remove(
            @Mixin ServerOptions server,
            @Mixin Output output,
            @Option(names = "--from", paramLabel = "ADDRESS", description = "Of this sender only.") String from,
            @Option(names = "--to", paramLabel = "ADDRESS", required = true, description = "To this recipient.")
                    String to) {
        RemoveBlockedEmailRequest.Builder request = RemoveBlockedEmailRequest.newBuilder()
                .setRecipientEmail(EmailAddress.newBuilder().setEmail(to));
        if (from != null) {
            request.setFromEmail(EmailAddress.newBuilder().setEmail(from));
        }
        try (Client client = server.connect()) {
            output.tell(
                    client.call(
                            BlockedEmailServiceGrpc::newBlockingStub, stub -> stub.removeBlockedEmail(request.build())),
                    to + " is no longer blocked" + (from == null ? "." : " for " + from + "."));
        }
        return 0;
    }
}
