using System.Collections.Generic;
using Npcgen;
using UnityEngine;

/// <summary>
/// An NPC to talk to, drawn with Unity's oldest GUI so that the sample needs nothing else. Put it
/// on an empty object, start npcgen serve, and press Play: the player says the first line at once.
/// </summary>
public sealed class FirstWords : MonoBehaviour
{
    [SerializeField]
    private string personaId = "brannoch";

    [SerializeField]
    private string line = "Good day.";

    private Npc npc;
    private string said = "";
    private string problem = "";

    private void Start()
    {
        npc = gameObject.AddComponent<Npc>();
        var cast = new Cast { PersonaId = personaId, PlayerId = "player", PlayerName = "Ada" };
        npc.Configure(NpcClient.InScene(), cast, "Hm.", "Another time.", "I have to think about that.");
        Say();
    }

    private void OnGUI()
    {
        GUILayout.Label(npc.NpcName.Length > 0 ? npc.NpcName : personaId);
        GUILayout.Label(said);
        GUILayout.Label(problem);
        line = GUILayout.TextField(line);
        if (npc.State == TalkState.Idle && GUILayout.Button("Say"))
        {
            Say();
        }
        else if (npc.State != TalkState.Idle && GUILayout.Button("Be quiet!"))
        {
            npc.Cancel();
        }
    }

    private async void Say()
    {
        said = "";
        problem = "";
        Reply reply = await npc.Chat(line, onText: text => said += text, onAction: Give, options: WhatNow());
        problem = reply.Failure == null ? "" : reply.Failure.ToString();
    }

    // What the NPC may do now, and with what.
    private static ReplyOptions WhatNow()
    {
        var give = new NpcAction
        {
            Name = "give_item",
            Description = "Hands over something it carries.",
            SchemaJson = "{\"properties\": {\"item\": {\"format\": \"object_id\"}}, \"required\": [\"item\"]}",
            When = new List<string> { "give me", "may i have" },
        };
        var key = new GameThing { Id = "key_iron", Name = "the iron key", Kind = "key" };
        return new ReplyOptions { Actions = new List<NpcAction> { give }, Objects = new List<GameThing> { key } };
    }

    private void Give(ActionChosen action)
    {
        said += "\n[" + action.Name + " " + action.ArgumentsJson + "]";
        npc.AcknowledgeAction(action, true, "You gave Ada the iron key.");
    }
}
