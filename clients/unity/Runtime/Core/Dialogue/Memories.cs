using System;

namespace Npcgen
{
    /// <summary>What NPCs remember of a player, beyond what was said.</summary>
    public sealed class Memories
    {
        private const string Service = "npcgen.v1.MemoryService/";

        private readonly Connection connection;

        public Memories(Connection connection)
        {
            this.connection = connection;
        }

        /// <summary>Something that an NPC is to remember; tried again, it is added once.</summary>
        /// <param name="npcId">The persona's id.</param>
        /// <param name="playerId">The game's own id for the player, 1..64 characters.</param>
        /// <param name="text">1..400 characters: "Ada brought me the hammer I had lost."</param>
        /// <param name="deed">
        /// What the player did, which moves feelings: gift, payment, help, rescue, promise_kept,
        /// promise_broken, lie_found, theft, harm or victory; empty for nothing.
        /// </param>
        /// <param name="importance">0..1; null for the server's default.</param>
        public Pending<bool> Add(string npcId, string playerId, string text, string deed = "", double? importance = null)
        {
            JsonWriter request = new JsonWriter().BeginObject().Field("requestId").Text(Guid.NewGuid().ToString("N"));
            request.Field("npcId").Text(npcId).Field("playerId").Text(playerId).Field("text").Text(text);
            return Ask("AddMemory", request.Optional("deed", deed).Optional("importance", importance));
        }

        /// <summary>Forgets a player entirely: conversations, memories, feelings, of all NPCs.</summary>
        public Pending<bool> ForgetPlayer(string playerId)
        {
            return Ask("ForgetPlayer", new JsonWriter().BeginObject().Field("playerId").Text(playerId));
        }

        private Pending<bool> Ask(string method, JsonWriter request)
        {
            return connection.Unary(
                Service + method, request.EndObject(), Answers.ReadNothing, Retry.DefaultAttempts, Dialogue.DefaultTimeoutMs);
        }
    }
}
