package com.sourceforgery.tachikoma.account;

/** What a user may do. */
public enum Role {
    /** A node: only the mta services. */
    BACKEND,
    /** Software that sends and follows mail. */
    FRONTEND,
    /** Also manages users and the account. */
    FRONTEND_ADMIN
}
