package com.sourceforgery.tachikoma.demo;

import com.sourceforgery.tachikoma.cli.Client;
import com.sourceforgery.tachikoma.component.mtaqueue.ServerAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The demo from its first line to its last. */
final class Demo {
    private static final int USUAL_PORT = 8070;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final DemoScreen screen;
    private final DemoFolder folder;
    private final int port;
    private final boolean once;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param port null for the usual one, or a free one when that is taken */
    Demo(DemoScreen screen, DemoFolder folder, Integer port, boolean once) {
        this.screen = screen;
        this.folder = folder;
        this.port = port == null ? Ports.preferably(USUAL_PORT) : port;
        this.once = once;
    }

    /**
     * @return 0 when each mail ended as it should, else 1
     */
    int run() throws InterruptedException {
        DemoInstallation installation = new DemoInstallation(folder.path(), port);
        Thread atCtrlC = new Thread(() -> stop(installation), "demo-stop");
        Runtime.getRuntime().addShutdownHook(atCtrlC);
        try {
            start(installation);
            List<String> surprises = sendExamples(installation);
            surprises.forEach(screen::line);
            if (!once) {
                invite(installation);
                stopped.await();
            }
            return surprises.isEmpty() ? 0 : 1;
        } finally {
            installation.close();
        }
    }

    private void start(DemoInstallation installation) {
        screen.step("PostgreSQL", installation::startDatabase);
        screen.step("message broker", installation::startBroker);
        screen.step("sink, in place of Postfix and the world", installation::startSink);
        screen.step("webserver", installation::startWebserver);
        screen.step("node", installation::startNode);
        screen.line("");
    }

    private List<String> sendExamples(DemoInstallation installation) throws InterruptedException {
        DemoMails mails = new DemoMails();
        try (Client client =
                Client.of(ServerAddress.parse("The demo's URL", installation.url("FRONTEND_ADMIN")), false)) {
            mails.run(client, LIMIT, mail -> screen.changed(mail, mails.examples()));
        }
        screen.result(mails.examples());
        return mails.surprises();
    }

    private void invite(DemoInstallation installation) {
        screen.line("""

                Everything goes on running until Ctrl-C.
                  what the world received  %s
                  health                   %s
                  database                 %s
                  log                      %s

                Send a mail yourself:
                  export TACHIKOMA_CLIENT_URL=%s
                  echo Hello | bin/tachikoma send --from me@%s --to you@world.example --subject Hello --text -
                Recipients that end otherwise: bounce+5.1.1@world.example, defer+2@world.example, expire@world.example""".formatted(
                        installation.sinkView(),
                        installation.health(),
                        installation.databaseUrl(),
                        folder.path().resolve("demo.log"),
                        installation.url("FRONTEND_ADMIN"),
                        DemoInstallation.DOMAIN));
    }

    private void stop(DemoInstallation installation) {
        installation.close();
        folder.close();
        stopped.countDown();
    }
}
