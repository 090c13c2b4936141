package com.sourceforgery.tachikoma.component.sql;

import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlHelper;

/**
 * Camel's {@code sql:} component for statements that stay the same: what parameters they take is read once, where Camel
 * would search the text, and ask the database, at each exchange (ADR 41).
 */
public final class StatementComponent extends SqlComponent {
    private final NamedParameters parameters = new NamedParameters();

    public StatementComponent(DataSource dataSource) {
        setDataSource(dataSource);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> options) throws Exception {
        SqlEndpoint endpoint = (SqlEndpoint) super.createEndpoint(uri, remaining, options);
        endpoint.setPrepareStatementStrategy(parameters);
        endpoint.setParametersCount(parameters.count(
                SqlHelper.resolveQuery(getCamelContext(), endpoint.getQuery(), endpoint.getPlaceholder())));
        return endpoint;
    }
}
