/**
 * The role {@code demo}: all of Tachikoma in one process, with PostgreSQL and a message broker that come from Maven. Its
 * libraries are in {@code lib-demo}, which no other role loads.
 */
package com.sourceforgery.tachikoma.demo;
