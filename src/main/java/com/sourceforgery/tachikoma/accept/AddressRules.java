package com.sourceforgery.tachikoma.accept;

import com.sourceforgery.tachikoma.address.DomainName;
import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.FieldViolation;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.util.List;
import java.util.Optional;

/** Who sends, who answers are for, and who gets copies. */
final class AddressRules {
    private AddressRules() {}

    /**
     * @param mailDomain the account's domain; its subdomains are not the account's
     * @throws CallFailure FORBIDDEN when the sender is of another domain
     */
    static void check(OutgoingEmail request, String mailDomain, Violations violations) {
        String own = DomainName.toAscii(mailDomain);
        String from = request.getFrom().getEmail();
        if (isValid("from.email", from, violations) && !isOf(own, from)) {
            String sentence = "The sender's domain must be " + own + ".";
            throw new CallFailure(
                    Reason.FORBIDDEN, "from.email: " + sentence, List.of(new FieldViolation("from.email", sentence)));
        }
        TextRules.checkLine("from.name", request.getFrom().getName(), violations);
        String replyTo = request.getReplyTo().getEmail();
        if (!replyTo.isEmpty() && isValid("reply_to.email", replyTo, violations) && !isOf(own, replyTo)) {
            violations.add("reply_to.email", "The domain that answers go to must be " + own + ".");
        }
        for (int i = 0; i < request.getBccCount(); i++) {
            isValid("bcc[" + i + "].email", request.getBcc(i).getEmail(), violations);
        }
    }

    /** Looks at each recipient's address and name; makes field names for the wrong ones only. */
    static void checkRecipients(OutgoingEmail request, Violations violations) {
        if (request.getRecipientsCount() == 0) {
            violations.add("recipients", "There is no recipient.");
        }
        for (int i = 0; i < request.getRecipientsCount() && !violations.isFull(); i++) {
            NamedEmailAddress recipient = request.getRecipients(i).getNamedEmail();
            Optional<String> problem = Mailbox.findProblem(recipient.getEmail());
            if (problem.isPresent()) {
                violations.add("recipients[" + i + "].named_email.email", "The address " + problem.get() + ".");
            }
            if (TextRules.breaksLine(recipient.getName())) {
                TextRules.checkLine("recipients[" + i + "].named_email.name", recipient.getName(), violations);
            }
        }
    }

    private static boolean isValid(String field, String address, Violations violations) {
        Optional<String> problem = Mailbox.findProblem(address);
        problem.ifPresent(p -> violations.add(field, "The address " + p + "."));
        return problem.isEmpty();
    }

    private static boolean isOf(String domain, String address) {
        return Mailbox.parse(address).domain().equals(domain);
    }
}
