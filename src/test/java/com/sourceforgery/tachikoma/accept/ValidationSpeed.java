package com.sourceforgery.tachikoma.accept;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sourceforgery.tachikoma.compose.ComposeFixture;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** Prints how long a request with 100,000 recipients is looked at, and what garbage that makes. */
public final class ValidationSpeed {
    private ValidationSpeed() {}

    public static void main(String[] args) throws InvalidProtocolBufferException {
        OutgoingEmail.Builder request = ComposeFixture.template("Hi {{name}}", "<p>{{name}}</p>", "");
        for (int i = 1; i < 100_000; i++) {
            request.addRecipientsBuilder()
                    .setTemplateVars(ComposeFixture.vars(Map.of("name", ComposeFixture.text("User " + i))))
                    .getNamedEmailBuilder()
                    .setEmail("user" + i + "@example.org")
                    .setName("User " + i);
        }
        OutgoingEmail parsed = OutgoingEmail.parseFrom(request.build().toByteArray());
        RequestValidator validator = new RequestValidator(Limits.DEFAULT);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 8; round++) {
            long bytes = thread.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            validator.validate(parsed, "example.com");
            System.out.printf(
                    "%,d ms, %,d KB allocated%n",
                    (System.nanoTime() - start) / 1_000_000, (thread.getCurrentThreadAllocatedBytes() - bytes) / 1024);
        }
    }
}
