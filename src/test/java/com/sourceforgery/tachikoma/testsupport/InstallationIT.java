package com.sourceforgery.tachikoma.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class InstallationIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    /** Its sink starts, and its webserver does not. */
    static class WithAMistypedProperty {
        @RegisterExtension
        static final Installation installation = Installation.whole().withProperty("camel.main.nonsense", "mistyped");

        @Test
        void isNeverRun() {}
    }

    @Test
    void aStartThatFailsHalfWayFailsTheClassAndLeavesNothingBehind() throws Exception {
        long databases = databases();

        TestExecutionSummary summary = run(WithAMistypedProperty.class);

        assertEquals(1, summary.getContainersFailedCount());
        assertEquals(0, summary.getTestsStartedCount());
        Installation installation = WithAMistypedProperty.installation;
        int sink = installation.sink().smtpPort();
        assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), sink).close());
        assertFalse(Files.exists(installation.folder()));
        assertEquals(databases, databases());
    }

    private static long databases() {
        return new TestDatabase(services.dataSource()).count("pg_database where datname like 'test%'");
    }

    private static TestExecutionSummary run(Class<?> testClass) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(testClass))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }
}
