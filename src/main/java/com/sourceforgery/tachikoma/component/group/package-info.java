/**
 * The {@code group:} component. Exchanges sent to {@code group:NAME} that gather while the previous group runs are handled
 * by the one route that consumes {@code group:NAME} as a single exchange, whose body is the list of their bodies; each
 * sender then goes on with its own part of the result. So mails of the same moment share a statement: a lone mail is a
 * group of one at once, and under load the groups grow by themselves, since the next one begins a pause after the last.
 */
package com.sourceforgery.tachikoma.component.group;
