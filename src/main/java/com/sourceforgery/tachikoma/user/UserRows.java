package com.sourceforgery.tachikoma.user;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.account.Passwords;
import com.sourceforgery.tachikoma.account.Tokens;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.AddUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ApiToken;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserRequest.ActiveToggleCase;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserRequest.PasswordToggleCase;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserRequest.RecipientOverrideToggleCase;
import java.util.HashMap;
import java.util.Map;

/** Turns requests of administrators into the parameters of {@code user-*.sql}; what breaks a rule is refused. */
public final class UserRows {
    /** Parameter with a new token in clear, for the answer. */
    static final String TOKEN = "token";

    private final Passwords passwords;

    public UserRows(Passwords passwords) {
        this.passwords = passwords;
    }

    /** Parameters of {@code user-add.sql}. */
    public Map<String, Object> ofAdded(AddUserRequest request, Caller admin) {
        admin.checkOwns("mail_domain", request.getMailDomain());
        Map<String, Object> row = new HashMap<>();
        row.put("role", UserRules.role(request.getAuthenticationRole()));
        row.put("active", request.getActive());
        row.put(
                "recipientOverride",
                UserRules.addressOrNull(
                        "recipient_override.email",
                        request.getRecipientOverride().getEmail()));
        boolean loginGiven = request.hasPasswordAuth();
        if (loginGiven && request.getAuthenticationRole() == FrontendUserRole.BACKEND) {
            throw CallFailure.invalid("password_auth", "A node does not log in.");
        }
        row.put("login", loginGiven ? UserRules.login(request.getPasswordAuth().getLogin()) : null);
        row.put("passwordHash", loginGiven ? hash(request) : null);
        putToken(row, request.getAddApiToken());
        return row;
    }

    private String hash(AddUserRequest request) {
        return passwords.hash(
                "password_auth.password", request.getPasswordAuth().getPassword());
    }

    /** Parameters of {@code user-modify.sql}; {@code set…} tells what is given. */
    public Map<String, Object> ofModified(ModifyUserRequest request) {
        Map<String, Object> row = new HashMap<>();
        row.put("targetId", request.getAuthId().getId());
        boolean activeGiven = request.getActiveToggleCase() == ActiveToggleCase.ACTIVE;
        row.put("active", activeGiven ? request.getActive() : null);
        row.put("role", request.getKeepRole() ? null : UserRules.role(request.getAuthenticationRole()));
        boolean overrideGiven =
                request.getRecipientOverrideToggleCase() == RecipientOverrideToggleCase.RECIPIENT_OVERRIDE;
        row.put("setRecipientOverride", overrideGiven);
        row.put(
                "recipientOverride",
                UserRules.addressOrNull(
                        "recipient_override.email",
                        request.getRecipientOverride().getEmail()));
        boolean passwordGiven = request.getPasswordToggleCase() == PasswordToggleCase.NEW_PASSWORD;
        row.put("setPassword", passwordGiven);
        row.put(
                "passwordHash",
                request.getNewPassword().isEmpty() ? null : passwords.hash("new_password", request.getNewPassword()));
        ApiToken token = UserRules.known("api_token", request.getApiToken());
        row.put("setToken", token != ApiToken.NO_ACTION);
        putToken(row, token == ApiToken.RESET_API_TOKEN);
        return row;
    }

    private static void putToken(Map<String, Object> row, boolean wanted) {
        String token = wanted ? Tokens.random() : null;
        row.put(TOKEN, token);
        row.put("tokenHash", wanted ? Tokens.hash(token) : null);
    }
}
