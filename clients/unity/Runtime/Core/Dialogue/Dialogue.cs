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
        public Pending<Conversation> StartConversation(Cast cast)
        {
            var request = new JsonWriter().BeginObject();
            request.Field("requestId").Text(Guid.NewGuid().ToString("N"));
            cast.Write(request);
            return Ask("StartConversation", request.EndObject(), Answers.ReadStarted);
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

        private EventStream Listen(
            string method, JsonWriter request, ReplyOptions options, Action<DialogueEvent> onEvent, Action<Failure> onEnd)
        {
            var stream = new EventStream(true, onEvent, onEnd);
            int replyMs = options?.TimeoutMs ?? DefaultReplyMs;
            connection.Stream(stream, Service + method, request.EndObject(), replyMs + GraceMs);
            return stream;
        }
    }
}
