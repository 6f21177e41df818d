package dev.backstory.cli;

/** A command that has commands of its own, and does nothing without one of them. */
abstract class Group extends Subcommand implements Runnable {

    @Override
    public final void run() {
        throw wrongUsage("Say what to do: " + spec().qualifiedName() + " --help lists it.");
    }
}
