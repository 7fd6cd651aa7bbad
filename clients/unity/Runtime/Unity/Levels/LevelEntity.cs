using System;
using System.Globalization;
using UnityEngine;

namespace Npcgen
{
    /// <summary>What stands in a cell: a game looks at its kind and puts something there.</summary>
    public sealed class LevelEntity : MonoBehaviour
    {
        [SerializeField]
        private LevelEntityData data;

        public LevelEntityData Data
        {
            get { return data; }
            set { data = value; }
        }

        /// <summary>spawn, exit, key, lock, enemy, loot, npc_place, trigger, ...</summary>
        public string Kind
        {
            get { return data.kind; }
        }

        /// <summary>A property's text, number or bool as a text; empty where it has none.</summary>
        public string Property(string name)
        {
            LevelProperty found = Array.Find(data.properties, property => property.name == name);
            return found == null ? "" : found.value;
        }

        /// <summary>A property's number; <paramref name="otherwise"/> where it has none.</summary>
        public float Number(string name, float otherwise)
        {
            float number;
            return float.TryParse(Property(name), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
                ? number
                : otherwise;
        }
    }
}
