package com.sourceforgery.tachikoma.webserver;

import com.sourceforgery.tachikoma.config.Settings;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code tachikoma webserver}. */
@Command(
        name = "webserver",
        mixinStandardHelpOptions = true,
        description = "Serve gRPC and HTTP; settings come from the environment (SQL_URL, MQ_URL, MAIL_DOMAINS, …).")
public final class WebserverCommand implements Runnable {
    @Override
    public void run() {
        WebserverRole role = WebserverRole.start(Settings.ofProcess(), Map.of());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            role.stop();
                            stopped.countDown();
                        },
                        "shutdown"));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
