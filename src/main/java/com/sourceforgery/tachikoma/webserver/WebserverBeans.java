package com.sourceforgery.tachikoma.webserver;

import com.sourceforgery.tachikoma.accept.AcceptRows;
import com.sourceforgery.tachikoma.accept.BulkAdmission;
import com.sourceforgery.tachikoma.accept.IdempotencyKeys;
import com.sourceforgery.tachikoma.accept.Limits;
import com.sourceforgery.tachikoma.accept.QueueStatuses;
import com.sourceforgery.tachikoma.accept.RequestValidator;
import com.sourceforgery.tachikoma.account.AccountSettings;
import com.sourceforgery.tachikoma.account.Credentials;
import com.sourceforgery.tachikoma.account.OpenStreams;
import com.sourceforgery.tachikoma.account.Passwords;
import com.sourceforgery.tachikoma.account.WebTokens;
import com.sourceforgery.tachikoma.alarm.AlarmPublisher;
import com.sourceforgery.tachikoma.block.BlockRows;
import com.sourceforgery.tachikoma.bounce.Findings;
import com.sourceforgery.tachikoma.bounce.NoticeReader;
import com.sourceforgery.tachikoma.bounce.ReceivedNotices;
import com.sourceforgery.tachikoma.broker.Broker;
import com.sourceforgery.tachikoma.broker.Deliveries;
import com.sourceforgery.tachikoma.call.Outage;
import com.sourceforgery.tachikoma.call.Pages;
import com.sourceforgery.tachikoma.component.grpc.VertxGrpcComponent;
import com.sourceforgery.tachikoma.component.sql.StatementComponent;
import com.sourceforgery.tachikoma.compose.Composer;
import com.sourceforgery.tachikoma.config.SettingException;
import com.sourceforgery.tachikoma.deadletter.DeadLetters;
import com.sourceforgery.tachikoma.dispatch.ComposingFailures;
import com.sourceforgery.tachikoma.dispatch.MailComposer;
import com.sourceforgery.tachikoma.dispatch.RequestCache;
import com.sourceforgery.tachikoma.follow.Followers;
import com.sourceforgery.tachikoma.follow.SubscriptionRequest;
import com.sourceforgery.tachikoma.history.EventReplay;
import com.sourceforgery.tachikoma.history.HistoryCalls;
import com.sourceforgery.tachikoma.history.StatusEventSearch;
import com.sourceforgery.tachikoma.hit.HitAgents;
import com.sourceforgery.tachikoma.hit.HitLinks;
import com.sourceforgery.tachikoma.hit.HitPublisher;
import com.sourceforgery.tachikoma.hit.HitSpool;
import com.sourceforgery.tachikoma.hit.Pixel;
import com.sourceforgery.tachikoma.hit.Visits;
import com.sourceforgery.tachikoma.incoming.IncomingAddresses;
import com.sourceforgery.tachikoma.links.LinkSigner;
import com.sourceforgery.tachikoma.login.Logins;
import com.sourceforgery.tachikoma.notify.EventMessages;
import com.sourceforgery.tachikoma.notify.EventPublisher;
import com.sourceforgery.tachikoma.notify.MailMetrics;
import com.sourceforgery.tachikoma.page.PageTexts;
import com.sourceforgery.tachikoma.queued.NodeAnswers;
import com.sourceforgery.tachikoma.release.LeasePublisher;
import com.sourceforgery.tachikoma.reply.ReplyRules;
import com.sourceforgery.tachikoma.rewrite.TrackedBodies;
import com.sourceforgery.tachikoma.rule.RuleFaults;
import com.sourceforgery.tachikoma.schedule.ScheduleAnswers;
import com.sourceforgery.tachikoma.schedule.ScheduleRequests;
import com.sourceforgery.tachikoma.session.NodeSessions;
import com.sourceforgery.tachikoma.status.KeptReports;
import com.sourceforgery.tachikoma.status.Outcomes;
import com.sourceforgery.tachikoma.status.StatusReports;
import com.sourceforgery.tachikoma.stream.ClientStreams;
import com.sourceforgery.tachikoma.stream.StreamMetrics;
import com.sourceforgery.tachikoma.stream.UserQueues;
import com.sourceforgery.tachikoma.user.RemovedQueues;
import com.sourceforgery.tachikoma.user.UserRows;
import com.sourceforgery.tachikoma.user.Users;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.Main;
import org.apache.camel.support.LifecycleStrategySupport;

/** Makes the beans that the webserver's routes name, and gives them to Camel. */
final class WebserverBeans {
    private static final long MAX_BYTES_IN_HAND = 32L * 1024 * 1024;
    private static final long REQUEST_CACHE_BYTES = 64L * 1024 * 1024;
    private static final int MAX_BODY_LENGTH = 25 * 1024 * 1024;
    private static final int SINGLE_SEND_RECIPIENTS = 10;
    private static final long SMALL_REQUEST_BYTES = 1024 * 1024;
    private static final long LARGE_REQUESTS_BYTES = 64L * 1024 * 1024;

    private WebserverBeans() {}

    static void bind(Main main, WebserverSettings settings, DataSource dataSource, Broker broker) {
        CamelContext context = main.getCamelContext();
        ProducerTemplate template = context.createProducerTemplate();
        Clock clock = Clock.systemUTC();
        int leaseSeconds = number(context, "tachikoma.release.lease-seconds");
        Deliveries deliveries = new Deliveries();
        main.bind("dataSource", dataSource);
        main.bind("sql", new StatementComponent(dataSource));
        main.bind("connectionFactory", broker.consuming());
        Readiness readiness = new Readiness(dataSource);
        main.bind("readiness", readiness);
        main.bind("grpc", grpc(settings, readiness));
        main.bind("platform-http-port", publicPort(settings));
        main.bind("outage", new Outage());
        main.bind("deliveries", deliveries);
        main.bind("deadLetters", new DeadLetters());

        WebTokens webTokens = new WebTokens(settings.webtokenSignKeys(), clock);
        Passwords passwords = new Passwords();
        main.bind("credentials", new Credentials(webTokens));
        main.bind("openStreams", new OpenStreams());
        main.bind("logins", new Logins(passwords, webTokens));
        bindManagement(main, context, passwords, broker);
        main.bind("requestValidator", new RequestValidator(Limits.DEFAULT));
        main.bind("idempotencyKeys", new IdempotencyKeys());
        main.bind("bulkAdmission", new BulkAdmission(SMALL_REQUEST_BYTES, LARGE_REQUESTS_BYTES));
        main.bind("acceptRows", new AcceptRows(SINGLE_SEND_RECIPIENTS));
        main.bind("queueStatuses", new QueueStatuses());
        main.bind("scheduleRequests", new ScheduleRequests(clock));
        main.bind("scheduleAnswers", new ScheduleAnswers());
        main.bind("leasePublisher", new LeasePublisher(broker.publisher(), leaseSeconds));
        main.bind(
                "nodeSessions",
                new NodeSessions(
                        MAX_BYTES_IN_HAND,
                        Duration.ofSeconds(leaseSeconds),
                        Duration.ofSeconds(number(context, "tachikoma.session.silence-seconds")),
                        sessionId -> send(template, "seda:session-close", sessionId)));
        main.bind("nodeAnswers", new NodeAnswers());
        StatusReports statusReports = new StatusReports(clock);
        main.bind("statusReports", statusReports);
        main.bind("keptReports", new KeptReports(statusReports));
        main.bind("outcomes", new Outcomes(inOrder(ReplyRules::packaged)));
        main.bind("receivedNotices", new ReceivedNotices(inOrder(NoticeReader::packaged)));
        main.bind(
                "findings",
                new Findings(
                        names(context, "tachikoma.bounce.complaints"), names(context, "tachikoma.bounce.opt-outs")));
        main.bind("alarmPublisher", new AlarmPublisher(broker.publisher()));

        bindHits(main, context, settings, broker, clock);

        LinkSigner linkSigner = new LinkSigner(settings.linkSignKeys());
        Composer composer = new Composer(new TrackedBodies(linkSigner), linkSigner, MAX_BODY_LENGTH);
        main.bind("requestCache", new RequestCache(composer, REQUEST_CACHE_BYTES));
        main.bind("mailComposer", new MailComposer(settings.baseUrl(), settings.unsubscribeDomain()));
        main.bind("composingFailures", new ComposingFailures());

        EventMessages messages = new EventMessages();
        main.bind("eventPublisher", new EventPublisher(broker.publisher(), messages));
        main.bind("statusEventSearch", new StatusEventSearch());
        main.bind("eventReplay", new EventReplay());
        main.bind("historyCalls", new HistoryCalls(messages, (uri, call) -> send(template, uri, call)));
        main.bind("mailMetrics", new MailMetrics());
        main.bind("subscriptionRequest", new SubscriptionRequest());
        main.bind("followers", new Followers(messages, () -> send(template, "direct:follow-wake", null)));
        StreamMetrics streamMetrics = new StreamMetrics(() -> send(template, "direct:stream-measure-wake", null));
        main.bind("streamMetrics", streamMetrics);
        main.bind("dynamicRoutes", new DynamicRoutes(context));
        UserQueues queues = new UserQueues(
                broker,
                number(context, "tachikoma.stream.queue-length"),
                Duration.ofSeconds(number(context, "tachikoma.stream.queue-age-seconds")));
        main.bind("userQueues", queues);
        main.bind(
                "clientStreams",
                new ClientStreams(
                        queues,
                        deliveries,
                        messages,
                        streamMetrics,
                        Duration.ofSeconds(number(context, "tachikoma.stream.acknowledge-seconds")),
                        (uri, replay) -> send(template, uri, replay),
                        streamId -> send(template, "seda:stream-close", streamId)));
    }

    private static void bindHits(
            Main main, CamelContext context, WebserverSettings settings, Broker broker, Clock clock) {
        HitSpool spool = new HitSpool(settings.spool(), number(context, "tachikoma.hit.spool-bytes"));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                spool.close();
            }
        });
        main.bind("hitSpool", spool);
        main.bind("hitPublisher", new HitPublisher(broker.publisher()));
        main.bind("hitLinks", new HitLinks(new LinkSigner(settings.linkSignKeys())));
        main.bind("hitAgents", new HitAgents());
        main.bind("visits", new Visits(clock, settings.remoteAddressHeader()));
        main.bind("pixel", new Pixel());
        main.bind("pageTexts", new PageTexts());
    }

    private static void bindManagement(Main main, CamelContext context, Passwords passwords, Broker broker) {
        main.bind("accountSettings", new AccountSettings());
        main.bind("userRows", new UserRows(passwords));
        main.bind("users", new Users(pages(context, "direct:user-page")));
        main.bind("removedQueues", new RemovedQueues(broker));
        main.bind("incomingAddresses", new IncomingAddresses());
        main.bind(
                "incomingAddressPages",
                new Pages<>(pages(context, "direct:incoming-address-page"), IncomingAddresses::address));
        main.bind("blockRows", new BlockRows());
        main.bind("blockPages", new Pages<>(pages(context, "direct:block-page"), BlockRows::blocked));
    }

    @SuppressWarnings("unchecked")
    private static Pages.Source pages(CamelContext context, String uri) {
        ProducerTemplate template = context.createProducerTemplate();
        return (accountId, id) -> template.requestBody(uri, Map.of("accountId", accountId, "afterId", id), List.class);
    }

    private static int number(CamelContext context, String property) {
        return Integer.parseInt(context.resolvePropertyPlaceholders("{{" + property + "}}"));
    }

    /** Rules with a fault stop the start, and each fault is told. */
    private static <T> T inOrder(Supplier<T> rules) {
        try {
            return rules.get();
        } catch (RuleFaults e) {
            throw new SettingException(e.getMessage());
        }
    }

    /** Of a property whose value is a list with commas. */
    private static Set<String> names(CamelContext context, String property) {
        return Set.of(context.resolvePropertyPlaceholders("{{" + property + "}}")
                .strip()
                .split("\\s*,\\s*"));
    }

    private static void send(ProducerTemplate template, String uri, Object body) {
        if (template.getCamelContext().getStatus().isStarted()) {
            template.asyncSend(uri, exchange -> exchange.getMessage().setBody(body));
        }
    }

    /** Beside the management server, platform-http would not know which server its routes belong to. */
    private static VertxPlatformHttpServerConfiguration publicPort(WebserverSettings settings) {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindPort(settings.port());
        return configuration;
    }

    private static VertxGrpcComponent grpc(WebserverSettings settings, Readiness readiness) {
        VertxGrpcComponent grpc = new VertxGrpcComponent();
        grpc.getOptions().setSendDebugData(settings.sendDebugData());
        settings.remoteAddressHeader().ifPresent(grpc.getOptions()::setClientAddressHeader);
        grpc.getOptions().setReadiness(readiness::isReady);
        grpc.getOptions().setDrainListener(readiness::drain);
        return grpc;
    }
}
