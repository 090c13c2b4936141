package com.sourceforgery.tachikoma.reply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.sourceforgery.tachikoma.rule.RuleFaults;
import com.sourceforgery.tachikoma.rule.RuleFile;
import com.sourceforgery.tachikoma.rule.RuleNodes;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The rules that say what a reply means: the enhanced code first, then text rules for replies whose code says little or
 * lies, then the three-digit code, then its first digit. Whatever the rules are, a reply of class 4 (RFC 3463 section 3.1)
 * and one to a command before the recipient was named block nobody. Instances are immutable and shared by threads.
 */
public final class ReplyRules {
    /** In the class path; a file of that name in {@code TACHIKOMA_HOME} wins. */
    public static final String FILE = "camel/rules/replies.yaml";

    /** About 8 MB of texts at most. */
    private static final int REMEMBERED = 2_000;

    private final String source;
    private final String version;
    private final RuleSet rules;
    private final Judgement delivered;
    private final Cache<Words, Judgement> judgements =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private ReplyRules(RuleFile file) {
        RuleNodes nodes = new RuleNodes(file.source());
        RuleReader reader = new RuleReader(nodes);
        rules = reader.read(file.text());
        new RuleCheck(rules, nodes).run();
        nodes.refuseFaults();
        source = file.source();
        version = reader.version() + "/" + file.hash();
        delivered = rules.delivered();
    }

    /**
     * The rules in force.
     *
     * @throws RuleFaults when they cannot be used; names all their faults
     */
    public static ReplyRules packaged() {
        return new ReplyRules(RuleFile.inForce(FILE));
    }

    /**
     * Rules of a file.
     *
     * @throws RuleFaults when they cannot be used; names all their faults
     * @throws UncheckedIOException when the file cannot be read
     */
    public static ReplyRules read(Path file) {
        return new ReplyRules(RuleFile.of(file));
    }

    /** The file they are from. */
    public String source() {
        return source;
    }

    /** {@code <version in the file>/<first 8 hex digits of the file's SHA-256>}: an edit without a new version shows. */
    public String version() {
        return version;
    }

    /** In the order of the file. */
    public List<ReplyClass> classes() {
        return List.copyOf(rules.classes().values());
    }

    /** How many text rules there are. */
    public int textCount() {
        return rules.texts().size();
    }

    /** How many codes, three-digit codes and digits have a class of their own. */
    public int codeCount() {
        return rules.statuses().size() + rules.replies().size() + rules.digits().size();
    }

    /** Never fails, whatever the text; only its first 2,000 characters are looked at. */
    public Judgement judge(Reply reply) {
        return reply.status().startsWith("2.") ? delivered : judgements.get(Words.of(reply), rules::judge);
    }

    /** How {@link #judge} comes to its judgement. */
    public Explanation explain(Reply reply) {
        return rules.explain(Words.of(reply));
    }
}
