package com.sourceforgery.tachikoma.node;

import com.sourceforgery.tachikoma.component.maillog.MaillogComponent;
import com.sourceforgery.tachikoma.component.mtaqueue.MtaQueueComponent;
import com.sourceforgery.tachikoma.config.Home;
import com.sourceforgery.tachikoma.config.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.main.Main;

/** The node: binds what its routes name and runs them, until it is stopped. */
public final class NodeRole implements AutoCloseable {
    private static final Duration DOUBT = Duration.ofSeconds(30);

    private Main main;
    private PostfixSender sender;
    private Journal journal;

    /**
     * @param overrides properties that win over {@code application-node.properties}, for example
     *     {@code camel.main.routesIncludePattern}
     * @throws com.sourceforgery.tachikoma.config.SettingException when a setting is missing or wrong
     */
    public void start(Settings settings, Map<String, String> overrides) throws Exception {
        configure(settings, overrides);
        main.start();
    }

    /** Runs until the process is told to stop; returns then. */
    public void run(Settings settings, Map<String, String> overrides) throws Exception {
        configure(settings, overrides);
        main.run();
    }

    private void configure(Settings settings, Map<String, String> overrides) throws IOException {
        NodeSettings node = NodeSettings.read(settings);
        sender = new PostfixSender(node.smtp(), node.hostname());
        AcceptanceProof proof = new AcceptanceProof(node.maillog());
        Doubts doubts = new Doubts(sender::isUp, proof, DOUBT);
        journal = new Journal(node.state(), JournalLimits.DEFAULT, proof, doubts, Clock.systemUTC());
        main = new Main();
        main.setPropertyPlaceholderLocations("classpath:application-node.properties");
        main.addInitialProperty("camel.main.routesIncludePattern", Home.routeFiles(settings, "node-routes"));
        main.addInitialProperty("tachikoma.smtp", node.smtp().toString());
        main.addInitialProperty("tachikoma.maillog", node.maillog().toString());
        main.addInitialProperty("tachikoma.state", node.state().toString());
        main.addInitialProperty("camel.management.host", node.management().getHost());
        main.addInitialProperty(
                "camel.management.port", Integer.toString(node.management().getPort()));
        overrides.forEach(main::addOverrideProperty);
        main.bind("mta-queue", new MtaQueueComponent(node.server(), node.trust()));
        main.bind("maillog", new MaillogComponent(node.state()));
        main.bind("postfix", sender);
        main.bind("journal", journal);
        main.bind("answers", new Answers());
    }

    /** Finishes the mails in hand, then stops. */
    public void stop() throws Exception {
        main.stop();
        sender.close();
        journal.close();
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
