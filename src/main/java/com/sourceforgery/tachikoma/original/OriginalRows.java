package com.sourceforgery.tachikoma.original;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sourceforgery.tachikoma.account.AccountSettings;
import com.sourceforgery.tachikoma.account.OriginalPassword;
import com.sourceforgery.tachikoma.address.DomainName;
import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.call.CallFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings rows of the original's tables into our form. Each method tells whether the row can be taken over. */
final class OriginalRows {
    /** By the number that the original stores. */
    private static final List<String> ROLES = List.of("BACKEND", "FRONTEND", "FRONTEND_ADMIN");

    private final Map<String, String> tokenHashes;
    private final Consumer<String> remarks;

    OriginalRows(Map<String, String> tokenHashes, Consumer<String> remarks) {
        this.tokenHashes = tokenHashes;
        this.remarks = remarks;
    }

    boolean account(ObjectNode account) {
        String baseUrl = text(account, "base_url");
        account.putNull("base_url");
        try {
            if (!baseUrl.isEmpty()) {
                account.put("base_url", AccountSettings.baseUrl(baseUrl));
            }
        } catch (CallFailure e) {
            remarks.accept("The base URL '" + baseUrl + "' is not taken over: " + e.getMessage());
        }
        return domain(account);
    }

    boolean domain(ObjectNode row) {
        String domain = row.path("mail_domain").asText();
        if (DomainName.findProblem(domain).isPresent()) {
            remarks.accept("The mail domain '" + domain + "' is no domain name: left out.");
            return false;
        }
        row.put("mail_domain", DomainName.toAscii(domain));
        return true;
    }

    boolean user(ObjectNode user) {
        if (!domain(user)) {
            return false;
        }
        String id = user.path("id").asText();
        String name = "User " + id + " of " + user.path("mail_domain").asText();
        user.put("name", name);
        int role = user.path("role").asInt(-1);
        if (role < 0 || role >= ROLES.size()) {
            remarks.accept(name + ": left out, its role is unknown.");
            return false;
        }
        user.put("role", ROLES.get(role));
        return override(user, name) && credentials(user, name, tokenHashes.get(id), role > 0);
    }

    /** Without its override a test system would send to real people. */
    private boolean override(ObjectNode user, String name) {
        String override = text(user, "recipient_override");
        if (override.isEmpty()) {
            user.putNull("recipient_override");
        } else if (Mailbox.findProblem(override).isPresent()) {
            remarks.accept(name + ": left out, its recipient override '" + override + "' is no address.");
            return false;
        }
        return true;
    }

    private boolean credentials(ObjectNode user, String name, String tokenHash, boolean mayLogIn) {
        user.put("token_hash", tokenHash);
        String login = mayLogIn ? text(user, "username") : "";
        String password = text(user, "encrypted_password");
        user.put("login", login.isEmpty() ? null : login);
        user.put("password_hash", !login.isEmpty() && OriginalPassword.isOne(password) ? password : null);
        if (!login.isEmpty() && !OriginalPassword.isOne(password)) {
            remarks.accept(name + ": the password cannot be verified here and has to be set anew.");
        }
        if (login.isEmpty() && tokenHash == null) {
            remarks.accept(name + ": comes without its token and without a login.");
        }
        return true;
    }

    boolean block(ObjectNode block) {
        return address(block, "from_email") && address(block, "recipient_email") && domain(block);
    }

    private boolean address(ObjectNode row, String field) {
        String address = row.path(field).asText().strip();
        Optional<String> problem = Mailbox.findProblem(address);
        if (problem.isPresent()) {
            remarks.accept("The block of '" + address + "' is left out: the address " + problem.get() + ".");
            return false;
        }
        row.put(field, Mailbox.parse(address).toString().toLowerCase(Locale.ROOT));
        return true;
    }

    /** Empty where the column is null, or is not there. */
    private static String text(ObjectNode row, String column) {
        return row.hasNonNull(column) ? row.get(column).asText().strip() : "";
    }
}
