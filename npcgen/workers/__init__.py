"""Processes that generate beside the server, so that no level takes a moment from a character.

    Workers.stream(Job) -> a free Worker -> its child process -> steps and a result, as they come

A job names a generator function of worldgen; what it yields and returns comes back. Whoever stops
reading stops the job, and a child that doesn't stop is ended and replaced.
"""
