package com.sourceforgery.tachikoma.component.maillog;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code maillog:<file>} consumes the delivery reports in Postfix's log. Bind an instance under {@code maillog}.
 */
public final class MaillogComponent extends DefaultComponent {
    private final Path state;

    /** @param state folder for the position up to which the log is dealt with */
    public MaillogComponent(Path state) {
        this.state = state;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        MaillogEndpoint endpoint = new MaillogEndpoint(uri, this, Path.of(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Path state() {
        return state;
    }
}
