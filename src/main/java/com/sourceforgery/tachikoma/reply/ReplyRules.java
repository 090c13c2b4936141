package com.sourceforgery.tachikoma.reply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    /** @param thorough whether regular expressions are tried on hostile texts, which takes seconds */
    private ReplyRules(String source, byte[] file, boolean thorough) {
        this.source = source;
        YamlFaults faults = new YamlFaults();
        RuleReader reader = new RuleReader(faults);
        rules = reader.read(decoded(source, file));
        RuleCheck check = new RuleCheck(rules, faults);
        check.run();
        if (thorough) {
            check.tryExpressions();
        }
        if (!faults.inOrder().isEmpty()) {
            throw new RuleFaults(source, faults.inOrder());
        }
        version = reader.version() + "/" + hash(file);
        delivered = rules.delivered();
    }

    /**
     * The rules in force. Regular expressions that take too long are not looked for, so that a start is fast; a search is
     * stopped where it would go on for ever.
     *
     * @throws RuleFaults when they cannot be used
     */
    public static ReplyRules packaged() {
        return packaged(false);
    }

    /**
     * The rules in force, with all checks.
     *
     * @throws RuleFaults when they cannot be used; names all their faults
     */
    public static ReplyRules packagedAndChecked() {
        return packaged(true);
    }

    private static ReplyRules packaged(boolean thorough) {
        URL resource = ReplyRules.class.getClassLoader().getResource(FILE);
        if (resource == null) {
            throw new IllegalStateException("There is no " + FILE + " in the class path.");
        }
        try (InputStream in = resource.openStream()) {
            return new ReplyRules(
                    resource.getProtocol().equals("file")
                            ? Path.of(resource.toURI()).toString()
                            : FILE,
                    in.readAllBytes(),
                    thorough);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Rules of a file, with all checks.
     *
     * @throws RuleFaults when they cannot be used; names all their faults
     * @throws UncheckedIOException when the file cannot be read
     */
    public static ReplyRules read(Path file) {
        try {
            return new ReplyRules(file.toString(), Files.readAllBytes(file), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decoded(String source, byte[] file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RuleFaults(source, List.of(new RuleFaults.Fault(1, "The file is not UTF-8.")));
        }
    }

    private static String hash(byte[] file) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(file);
            return HexFormat.of().formatHex(sum, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
