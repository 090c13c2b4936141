package com.sourceforgery.tachikoma.testsupport;

import com.sourceforgery.tachikoma.sink.SinkStore;
import com.sourceforgery.tachikoma.sink.StoredMail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who got which mail how often, judged from what a sink behind a Postfix has kept. */
public final class SinkCopies {
    private static final Pattern RECEIVED = Pattern.compile("\\bid (\\w+)");

    /**
     * One copy.
     *
     * @param messageId of the mail; two of them are two mails
     * @param queueId under which Postfix had it; two of them were handed to Postfix twice
     */
    public record Copy(String messageId, String queueId) {}

    private final Map<String, List<Copy>> copies;

    /** @param copies by recipient, in their order */
    public SinkCopies(Map<String, List<Copy>> copies) {
        this.copies = copies;
    }

    /** Reads the whole store. */
    public static SinkCopies of(SinkStore store) throws IOException {
        Map<String, List<Copy>> all = new HashMap<>();
        try (Stream<StoredMail> mails = store.after(0)) {
            for (StoredMail mail : (Iterable<StoredMail>) mails::iterator) {
                Copy copy = new Copy(mail.messageId(), queueId(new String(store.body(mail), StandardCharsets.UTF_8)));
                mail.recipients()
                        .forEach(recipient -> all.computeIfAbsent(recipient.address(), address -> new ArrayList<>())
                                .add(copy));
            }
        }
        return new SinkCopies(all);
    }

    private static String queueId(String mail) {
        Matcher received = RECEIVED.matcher(mail);
        return received.find() ? received.group(1) : "";
    }

    public Set<String> recipients() {
        return copies.keySet();
    }

    /** The copies that came for a recipient, in their order. */
    public List<Copy> of(String recipient) {
        return copies.getOrDefault(recipient, List.of());
    }

    /** Recipients with more than one copy. */
    public Set<String> withSeveral() {
        return with(all -> all.size() > 1);
    }

    /** Recipients whose mail was handed to Postfix more than once. */
    public Set<String> withSeveralQueueIds() {
        return with(all -> distinct(all, Copy::queueId) > 1);
    }

    private Set<String> with(Predicate<List<Copy>> condition) {
        return copies.entrySet().stream()
                .filter(entry -> condition.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** How many different values the copies have. */
    public static int distinct(List<Copy> all, Function<Copy, String> value) {
        return new HashSet<>(all.stream().map(value).toList()).size();
    }
}
