/** An application that is a named module; ModulesIT compiles it. */
module shop {
    requires dev.backstory.runtime;

    exports shop;
}
