package com.sourceforgery.tachikoma.testsupport;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What this JVM logs from now on, until it is closed. */
public final class LoggedLines implements AutoCloseable {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    };

    public LoggedLines() {
        appender.start();
        ROOT.addAppender(appender);
    }

    /** Those that contain a text, each as level, space, message. */
    public List<String> with(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    /** The messages of those that are warnings or worse. */
    public List<String> troubles() {
        return lines.stream()
                .filter(line -> line.startsWith("WARN ") || line.startsWith("ERROR "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    @Override
    public void close() {
        ROOT.detachAppender(appender);
    }
}
