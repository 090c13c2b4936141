package com.sourceforgery.tachikoma.reply;

public final class ReplyRules {
    public static ReplyRules packaged() {
        return new ReplyRules();
    }

    public String version() {
        return "0/00000000";
    }

    public Judgement judge(Reply reply) {
        return reply.status().startsWith("5.1.1")
                ? new Judgement("dead-address", "code-5.1.1", true, false)
                : reply.status().startsWith("5.7.")
                        ? new Judgement("policy", "code-5.7", false, true)
                        : new Judgement("undetermined", "none", false, false);
    }
}
