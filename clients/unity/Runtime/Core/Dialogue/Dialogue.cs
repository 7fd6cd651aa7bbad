using System;
using System.Collections.Generic;

namespace Npcgen
{
    /// <summary>
    /// The verbs of npcgen.v1.DialogueService, over a <see cref="Connection"/>. What isn't here,
    /// <see cref="Connection.Unary"/> and <see cref="Connection.Stream"/> call by name.
    /// </summary>
    public sealed class Dialogue
    {
        public const int DefaultTimeoutMs = 30000;
        public const int DefaultReplyMs = 60000;

        // The server's own limit ends a reply with what it has; this clock is for a server that hangs.
        private const int GraceMs = 5000;
        private const string Service = "npcgen.v1.DialogueService/";

        private readonly Connection connection;

        public Dialogue(Connection connection)
        {
            this.connection = connection;
        }

        /// <summary>Begins a conversation; tried again, it is begun once.</summary>
        /// <param name="soon">Whether a player waits, so that trying again takes no more than a moment.</param>
        public Pending<Conversation> StartConversation(Cast cast, bool soon = false)
        {
            var request = new JsonWriter().BeginObject();
            request.Field("requestId").Text(Guid.NewGuid().ToString("N"));
            cast.Write(request);
            Retry retry = soon ? Retry.Brief(connection.Random) : new Retry(Retry.DefaultAttempts, connection.Random);
            return connection.Unary(
                Service + "StartConversation", request.EndObject(), Answers.ReadStarted, retry, DefaultTimeoutMs);
        }

        /// <summary>The player speaks; the events of the reply follow, then the end.</summary>
        public EventStream Chat(
            string conversationId, string text, ReplyOptions options, Action<DialogueEvent> onEvent, Action<Failure> onEnd)
        {
            JsonWriter request = Of(conversationId).Field("text").Text(text).Options(options);
            return Listen("Chat", request, options, onEvent, onEnd);
        }

        /// <summary>Something happened; the NPC may react, or, silently, just know it.</summary>
        public EventStream Notify(
            string conversationId,
            string stimulus,
            bool silent,
            ReplyOptions options,
            Action<DialogueEvent> onEvent,
            Action<Failure> onEnd)
        {
            JsonWriter request = Of(conversationId).Field("stimulus").Text(stimulus).Field("silent").Bool(silent);
            return Listen("Notify", request.Options(options), options, onEvent, onEnd);
        }

        /// <summary>Several hear a line, or what happens; who answers is chosen, a turn each.</summary>
        /// <param name="hearerIds">Those of the conversations that hear it; null for all.</param>
        public EventStream GroupChat(
            IEnumerable<string> conversationIds,
            IEnumerable<string> hearerIds,
            GroupLine line,
            ReplyOptions options,
            Action<DialogueEvent> onEvent,
            Action<Failure> onEnd)
        {
            JsonWriter request = new JsonWriter().BeginObject().Texts("conversationIds", conversationIds);
            line.Write(request, hearerIds);
            return Listen("GroupChat", request.Options(options), options, onEvent, onEnd, Math.Max(1, line.MaxSpeakers));
        }

        /// <summary>One-liners, a turn each: no conversation, nothing is remembered.</summary>
        /// <param name="count">1..8, each another; fewer come when the model finds no more.</param>
        public EventStream Bark(
            Cast cast,
            string situation,
            int count,
            ReplyOptions options,
            Action<DialogueEvent> onEvent,
            Action<Failure> onEnd)
        {
            JsonWriter request = new JsonWriter().BeginObject();
            cast.WritePersona(request);
            request.Field("situation").Text(situation).Field("count").Number(count);
            request.Optional("worldId", cast.WorldId).Optional("model", cast.Model);
            return Listen("Bark", request.Options(options), options, onEvent, onEnd, count);
        }

        /// <summary>The last turn again, with another seed.</summary>
        public EventStream Regenerate(
            string conversationId, ReplyOptions options, Action<DialogueEvent> onEvent, Action<Failure> onEnd)
        {
            return Listen("Regenerate", Of(conversationId).Options(options), options, onEvent, onEnd);
        }

        /// <summary>Computes the prompt before the player speaks.</summary>
        public Pending<WarmedUp> Warmup(string conversationId)
        {
            return Ask("Warmup", Of(conversationId).EndObject(), Answers.ReadWarmedUp);
        }

        /// <summary>Ends a reply; whether it was under way, or was cut to what the player heard.</summary>
        /// <param name="turnId">Empty for whichever is under way.</param>
        /// <param name="heardChars">How much was heard, in code points; null for all that was sent.</param>
        public Pending<bool> Cancel(string conversationId, string turnId, int? heardChars)
        {
            JsonWriter request = Of(conversationId).Optional("turnId", turnId).Optional("heardChars", heardChars);
            return Ask("Cancel", request.EndObject(), json => Answers.ReadFlag(json, "cancelled"));
        }

        /// <summary>What the game did with an action; the NPC knows it from its next turn on.</summary>
        public Pending<bool> AcknowledgeAction(string conversationId, string actionId, bool ok, string detail)
        {
            JsonWriter request = Of(conversationId).Field("actionId").Text(actionId).Field("ok").Bool(ok);
            return Ask("AcknowledgeAction", request.Optional("detail", detail).EndObject(), Answers.ReadNothing);
        }

        /// <summary>Files a player's report of a finished turn, in the server's audit log.</summary>
        public Pending<bool> ReportTurn(string conversationId, string turnId, ReportReason reason, string comment)
        {
            JsonWriter request = Of(conversationId).Field("turnId").Text(turnId);
            request.Field("reason").Text(EnumNames.Of(reason)).Optional("comment", comment);
            return connection.Unary(Service + "ReportTurn", request.EndObject(), Answers.ReadNothing, 0, DefaultTimeoutMs);
        }

        /// <summary>Ends a conversation and forgets it.</summary>
        public Pending<bool> DeleteConversation(string conversationId)
        {
            return Ask("DeleteConversation", Of(conversationId).EndObject(), Answers.ReadNothing);
        }

        /// <summary>Conversations with what their NPCs remember and feel, 1..200, in base64.</summary>
        public Pending<string> SaveConversations(IEnumerable<string> conversationIds)
        {
            JsonWriter request = new JsonWriter().BeginObject().Texts("conversationIds", conversationIds).EndObject();
            return Ask("SaveConversations", request, json => Answers.ReadText(json, "data"));
        }

        /// <summary>Rolls back to a save: all of it, or nothing.</summary>
        public Pending<bool> LoadConversations(string data)
        {
            JsonWriter request = new JsonWriter().BeginObject().Field("data").Text(data).EndObject();
            return Ask("LoadConversations", request, Answers.ReadNothing);
        }

        private static JsonWriter Of(string conversationId)
        {
            return new JsonWriter().BeginObject().Field("conversationId").Text(conversationId);
        }

        // NOTE: only for what is idempotent: all of these are tried again.
        private Pending<T> Ask<T>(string method, JsonWriter request, Func<JsonReader, T> read)
        {
            return connection.Unary(Service + method, request, read, Retry.DefaultAttempts, DefaultTimeoutMs);
        }

        // 0 turns: it is one, and whole once that is.
        private EventStream Listen(
            string method,
            JsonWriter request,
            ReplyOptions options,
            Action<DialogueEvent> onEvent,
            Action<Failure> onEnd,
            int turns = 0)
        {
            var stream = new EventStream(turns == 0, onEvent, onEnd);
            int replyMs = (options?.TimeoutMs ?? DefaultReplyMs) * Math.Max(1, turns);
            connection.Stream(stream, Service + method, request.EndObject(), replyMs + GraceMs);
            return stream;
        }
    }
}
