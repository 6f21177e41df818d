package dev.backstory.it.servlet;

import dev.backstory.it.harness.UnderAgent;

/** A loader that does not ask its parent first must still find the one context package. */
@UnderAgent(
        value = JettyWarApp.class,
        classPath = {"jetty-", "jakarta."})
class JettyChildFirstIT extends ServletContract {}
