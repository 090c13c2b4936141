package com.sourceforgery.tachikoma.rewrite;

import java.util.ArrayList;
import java.util.List;

/**
 * A body taken apart at its edits: what stays, character for character, and between that what each mail has of its own.
 *
 * @param kept what is before each insertion, and what is after the last one
 */
record BodyPlan(List<String> kept, List<Insertion> insertions) {

    /** Something of one mail, as it is to be written. */
    @FunctionalInterface
    interface Insertion {
        String of(MailLinks links);
    }

    /** One body that has {@code edits}. */
    static BodyPlan of(String source, SourceEdits edits) {
        List<String> kept = new ArrayList<>();
        List<Insertion> insertions = new ArrayList<>();
        int position = 0;
        for (SourceEdits.Edit edit : edits.inOrder()) {
            kept.add(source.substring(position, edit.start()));
            insertions.add(edit.insertion());
            position = edit.end();
        }
        kept.add(source.substring(position));
        return new BodyPlan(List.copyOf(kept), List.copyOf(insertions));
    }

    String write(MailLinks links) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < insertions.size(); i++) {
            out.append(kept.get(i)).append(insertions.get(i).of(links));
        }
        return out.append(kept.get(insertions.size())).toString();
    }
}
