package com.sourceforgery.tachikoma.user;

import com.google.common.collect.Iterators;
import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.FieldViolation;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.call.Pages;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUser;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.GetUsersRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Turns rows of {@code user-*.sql} into answers. */
public final class Users {
    private final Pages<FrontendUser> pages;

    /** @param source of rows of {@code user-page.sql} */
    public Users(Pages.Source source) {
        pages = new Pages<>(source, Users::user);
    }

    private static final String LAST_ADMIN =
            "The domain would be without an active FRONTEND_ADMIN; make another one first, or keep this one's role";

    /** The users of the administrator's domain. */
    public Iterator<FrontendUser> list(GetUsersRequest request, Caller admin) {
        admin.checkOwns("mail_domain", request.getMailDomain());
        boolean all = request.getIncludeNodes();
        return Iterators.filter(
                pages.of(admin.accountId()), user -> all || user.getAuthenticationRole() != FrontendUserRole.BACKEND);
    }

    /**
     * @param parameters of {@code user-add.sql}
     * @param row null when the login is taken
     */
    public ModifyUserResponse added(Map<String, Object> row, Map<String, Object> parameters) {
        if (row == null) {
            String sentence = "Another user of this server has this login.";
            throw new CallFailure(
                    Reason.CONFLICT,
                    "password_auth.login: " + sentence,
                    List.of(new FieldViolation("password_auth.login", sentence)));
        }
        return response(row, parameters);
    }

    /** @param parameters of {@code user-modify.sql} */
    public ModifyUserResponse modified(Map<String, Object> row, Map<String, Object> parameters) {
        checkFound(row);
        if (Boolean.TRUE.equals(row.get("password_without_login"))) {
            throw CallFailure.invalid("new_password", "The user has no login that a password could belong to.");
        }
        if (Boolean.TRUE.equals(row.get("turns_node"))) {
            throw CallFailure.invalid("authentication_role", "A node stays a node, and nobody else becomes one.");
        }
        if (row.get("id") == null) {
            throw new CallFailure(Reason.TOO_LATE, LAST_ADMIN);
        }
        return response(row, parameters);
    }

    public RemoveUserResponse removed(Map<String, Object> row) {
        checkFound(row);
        if (!Boolean.TRUE.equals(row.get("removed"))) {
            throw new CallFailure(Reason.TOO_LATE, LAST_ADMIN);
        }
        return RemoveUserResponse.getDefaultInstance();
    }

    private static void checkFound(Map<String, Object> row) {
        if (!Boolean.TRUE.equals(row.get("found"))) {
            throw new CallFailure(Reason.NOT_FOUND, "The domain has no such user");
        }
    }

    private static ModifyUserResponse response(Map<String, Object> row, Map<String, Object> parameters) {
        String token = (String) parameters.get(UserRows.TOKEN);
        return ModifyUserResponse.newBuilder()
                .setUser(user(row))
                .setApiToken(token == null ? "" : token)
                .build();
    }

    private static FrontendUser user(Map<String, Object> row) {
        FrontendUser.Builder user = FrontendUser.newBuilder()
                .setAuthId(UserId.newBuilder().setId(((Number) row.get("id")).longValue()))
                .setActive((Boolean) row.get("active"))
                .setHasPassword((Boolean) row.get("has_password"))
                .setHasApiToken((Boolean) row.get("has_api_token"))
                .setAuthenticationRole(FrontendUserRole.valueOf((String) row.get("role")))
                .setMailDomain((String) row.get("mail_domain"))
                .setDateCreated(timestamp(row.get("created_at")))
                .setLastUpdated(timestamp(row.get("updated_at")));
        if (row.get("login") != null) {
            user.setLogin((String) row.get("login"));
        }
        if (row.get("recipient_override") != null) {
            user.setRecipientOverride(EmailAddress.newBuilder().setEmail((String) row.get("recipient_override")));
        }
        return user.build();
    }

    private static Timestamp timestamp(Object value) {
        Instant instant = ((java.sql.Timestamp) value).toInstant();
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
