package com.sourceforgery.tachikoma.account;

import com.sourceforgery.tachikoma.database.Statements;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the accounts of new mail domains at start. */
public final class AccountSetup {
    /** A token that is shown once and never again. */
    public record NewToken(String mailDomain, Role role, String token) {}

    private final Statements statements;
    private final TransactionTemplate transaction;

    public AccountSetup(DataSource dataSource) {
        statements = new Statements(dataSource);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /**
     * @param mailDomains in lower case
     * @param shown gets the tokens of each new account before they are committed: a token that nobody has seen is never
     *     stored
     */
    public void makeMissing(List<String> mailDomains, Consumer<List<NewToken>> shown) {
        for (String mailDomain : mailDomains) {
            transaction.executeWithoutResult(status -> make(mailDomain, shown));
        }
    }

    private void make(String mailDomain, Consumer<List<NewToken>> shown) {
        String node = Tokens.random();
        String admin = Tokens.random();
        List<Map<String, Object>> made = statements.query(
                "account-setup",
                Map.of(
                        "mailDomain", mailDomain,
                        "nodeTokenHash", Tokens.hash(node),
                        "adminTokenHash", Tokens.hash(admin)));
        if (!made.isEmpty()) {
            shown.accept(List.of(
                    new NewToken(mailDomain, Role.BACKEND, node),
                    new NewToken(mailDomain, Role.FRONTEND_ADMIN, admin)));
        }
    }

    /** Ids of all accounts. */
    public List<Long> accountIds() {
        return statements.query("account-list", Map.of()).stream()
                .map(row -> ((Number) row.get("id")).longValue())
                .toList();
    }
}
