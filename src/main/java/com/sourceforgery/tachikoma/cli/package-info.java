/**
 * Commands that talk to a running installation: a client of the gRPC interface for the terminal, and what an operator does
 * to the dead letters.
 */
package com.sourceforgery.tachikoma.cli;
