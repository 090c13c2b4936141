package com.sourceforgery.tachikoma.accept;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;

/** Looks at a request to send mail before anything is stored: what passes can be composed for each of its recipients. */
public final class RequestValidator {
    private final LimitRules limitRules;

    public RequestValidator(Limits limits) {
        this.limitRules = new LimitRules(limits);
    }

    /**
     * @param mailDomain the account's domain
     * @throws CallFailure LIMIT for the first limit it is over, FORBIDDEN when it is sent from another domain, INVALID
     *     with the other broken rules, the first twenty of them
     */
    public void validate(OutgoingEmail request, String mailDomain) {
        limitRules.check(request);
        Violations violations = new Violations();
        AddressRules.check(request, mailDomain, violations);
        HeaderRules.check(request.getHeadersMap(), violations);
        DeliveryRules.check(request, violations);
        AttachmentRules.check(request, violations);
        AddressRules.checkRecipients(request, violations);
        checkRecipientData(request, violations);
        BodyRules.check(request, violations);
        violations.throwIfAny();
    }

    private static void checkRecipientData(OutgoingEmail request, Violations violations) {
        for (int i = 0; i < request.getRecipientsCount() && !violations.isFull(); i++) {
            EmailRecipient recipient = request.getRecipients(i);
            int index = i;
            VarsRules.findProblem(recipient.getTemplateVars())
                    .ifPresent(problem -> violations.add("recipients[" + index + "].template_vars", problem));
            TextRules.findNul(recipient.getMetadataMap())
                    .ifPresent(problem -> violations.add("recipients[" + index + "].metadata", problem));
        }
    }
}
