namespace Npcgen
{
    /// <summary>Who talks with whom, and where: what a conversation begins with.</summary>
    public sealed class Cast
    {
        /// <summary>A persona that the server keeps: "brannoch".</summary>
        public string PersonaId { get; set; } = "";

        /// <summary>A persona sent along, in JSON, in the place of <see cref="PersonaId"/>.</summary>
        public string PersonaJson { get; set; } = "";

        /// <summary>The game's own id for the player, never shown to the model.</summary>
        public string PlayerId { get; set; } = "";

        /// <summary>The name that the NPC hears.</summary>
        public string PlayerName { get; set; } = "";

        /// <summary>Empty for the persona's own world.</summary>
        public string WorldId { get; set; } = "";

        /// <summary>What goes on around them.</summary>
        public string Scene { get; set; } = "";

        /// <summary>Empty for the server's default.</summary>
        public string Model { get; set; } = "";

        internal void Write(JsonWriter json)
        {
            WritePersona(json);
            json.Field("player").BeginObject().Optional("id", PlayerId).Optional("name", PlayerName).EndObject();
            json.Optional("worldId", WorldId).Optional("scene", Scene).Optional("model", Model);
        }

        internal void WritePersona(JsonWriter json)
        {
            if (PersonaJson.Length > 0)
            {
                json.Field("persona").Raw(PersonaJson);
            }
            else
            {
                json.Field("personaId").Text(PersonaId);
            }
        }
    }
}
