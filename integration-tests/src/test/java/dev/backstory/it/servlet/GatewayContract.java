package dev.backstory.it.servlet;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;

/** What holds where a server could take the client's address out of a header, and was not told to. */
interface GatewayContract {

    /** Where a request goes. */
    default String path() {
        return "/plain";
    }

    /** What is published there. */
    default String label() {
        return "before";
    }

    @EachJdk(alone = true)
    @Proves("trust.gateway")
    default void a_trusted_gateway_may_say_whom_it_was_called_by(TestJvm jvm) {
        AnyServer.believesAGateway(jvm, path(), label());
    }
}
